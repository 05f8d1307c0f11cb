import { type ReasonCode, reader, type Sentences } from '@/lib/reason/sentence'

/** Branches' labels and steps' facts that are words, not names; messages/LOCALE/word.json has the same codes. */
export const STEP_WORDS = {
  'no-match': 'no match',
  'no-host': 'no virtual host',
  'no-route': 'no route',
  'no-chain': 'no filter chain',
  'token-left': 'a token is left',
  'no-token-left': 'no token is left',
  'token-accepted': 'token accepted',
  'token-refused': 'token refused',
  accepted: 'accepted',
  refused: 'refused',
  allowed: 'allowed',
  denied: 'denied',
  limited: 'limited',
  'goes-on': 'goes on',
  'filter-decides': 'the filter decides',
  abort: 'abort {status}',
  delay: 'delay {duration}',
  'no-delay': 'no delay',
  none: 'none',
  'not-checked': 'not known, not checked',
  'not-checked-unseen': 'not checked: the server’s certificate was not seen',
  healthy: 'healthy',
  'healthy-of': '{healthy} of {count} healthy',
  'original-destination': 'original destination',
  'of-metadata': 'metadata',
  'of-header': 'header',
  'of-filter-state': 'filter state',
  'by-weight': 'by weight',
  'circuit-open': 'circuit breaker open',
  'waits-too-long': 'waits too long',
  'active-of-open': '{active} of {limit}, open',
  'active-of': '{active} of {limit}',
  'past-rules': 'past the rules',
  'by-rules': 'through the rules',
} as const satisfies Sentences

/** The code of such a word; null: it is a name, and stands in every language. */
export const readStepWord = reader('word', STEP_WORDS)

/** The codes of a step's facts that are words, by the fact's name. */
export function factCodes(facts: Readonly<Record<string, string>>): { factCodes?: Record<string, ReasonCode> } {
  const found = Object.entries(facts).flatMap(([name, text]) => {
    const code = readStepWord(text)
    return code ? [[name, code] as const] : []
  })
  return found.length > 0 ? { factCodes: Object.fromEntries(found) } : {}
}
