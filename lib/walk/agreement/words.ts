import { fill, type ReasonCode, type Sentences } from '@/lib/reason/sentence'

/** How a walk and a recording differ; messages/LOCALE/agreement.json has the same codes. */
export const AGREEMENT_REASONS = {
  send: 'send {no}: {what}',
  'no-way': 'the walk has no way of non-zero probability',
  rule: 'rule {position}: the walk has {walked}, the kernel {traced}',
  ended: 'no more',
  upstream: '{visit} is not in the access log: {seen}',
  flags: 'flags {flags}, but the access log has {seen}',
  outcome: '{verdict} ({why}), but {seen}',
  'outcome-status': '{verdict} {status} ({why}), but {seen}',
  curl: 'curl {exit}, status {status}',
  delivered: 'delivered',
  answered: 'answered',
  dropped: 'dropped',
  rejected: 'rejected',
  reset: 'reset',
  unreachable: 'unreachable',
  random: 'random',
  unknown: 'unknown',
} as const satisfies Sentences

/** A sentence in English, and for the translations. */
export interface Said {
  message: string
  reason?: ReasonCode | undefined
}

/** One of these sentences; a value may be a sentence itself. */
export function said(code: keyof typeof AGREEMENT_REASONS, parts: Readonly<Record<string, string | Said>> = {}): Said {
  const values: Record<string, string> = {}
  const inner: Record<string, ReasonCode> = {}
  for (const [name, part] of Object.entries(parts)) {
    values[name] = typeof part === 'string' ? part : part.message
    if (typeof part !== 'string' && part.reason) inner[name] = part.reason
  }
  return {
    message: fill(AGREEMENT_REASONS[code], values),
    reason: { code: `agreement.${code}`, values, ...(Object.keys(inner).length > 0 ? { inner } : {}) },
  }
}
