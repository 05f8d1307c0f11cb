import type { Verdict } from '@/lib/api/step'
import { type Said, said } from '@/lib/walk/agreement/words'

/** What curl said at the end. */
export interface CurlOutcome {
  exit: number
  status: number
}

const CURL = { ok: 0, noName: 6, refused: 7, timeout: 28, tls: 35, empty: 52, received: 56 } as const
const UPSTREAM_TIMEOUT = 504

/**
 * Whether a verdict fits what curl saw: null, or why not. `flags`: the response flags of the proxies' access lines.
 * An app's own answer can be any status; a route's time-out (504 UT) also hangs on the app, which is beyond the walk.
 */
export function verdictDifference(verdict: Verdict, outcome: CurlOutcome, flags: readonly string[]): Said | null {
  const fits = (ok: boolean): Said | null => (ok ? null : otherOutcome(verdict, outcome))
  switch (verdict.kind) {
    case 'delivered':
      return fits(outcome.exit === CURL.ok && (outcome.status === UPSTREAM_TIMEOUT || !answeredByProxy(flags)))
    case 'answered':
      if (outcome.exit !== CURL.ok || outcome.status !== verdict.status) return fits(false)
      if (!verdict.flags || verdict.flags === '-') return null
      return flags.length === 0 || flags.some((line) => sameFlags(line, verdict.flags ?? ''))
        ? null
        : said('flags', { flags: verdict.flags, seen: flags.join('; ') })
    case 'dropped':
      return fits(outcome.exit === CURL.timeout)
    case 'rejected':
      return fits(outcome.exit === CURL.refused)
    case 'unreachable':
      return fits(outcome.exit === CURL.refused || outcome.exit === CURL.noName || outcome.exit === CURL.timeout)
    case 'reset':
      return fits(outcome.exit === CURL.tls || outcome.exit === CURL.empty || outcome.exit === CURL.received)
    case 'random':
    case 'unknown':
      return otherOutcome(verdict, outcome)
  }
}

function otherOutcome({ kind, status, reason, reasonCode }: Verdict, outcome: CurlOutcome): Said {
  const values = {
    verdict: said(kind),
    why: { message: reason, reason: reasonCode },
    seen: said('curl', { exit: String(outcome.exit), status: String(outcome.status) }),
  }
  return status ? said('outcome-status', { ...values, status: String(status) }) : said('outcome', values)
}

/** Flags that a proxy sets when it answers instead of the app. */
const OWN_ANSWER = new Set(['NR', 'UH', 'UF', 'UO', 'NC', 'FI', 'RL', 'UAEX', 'RLSE', 'DPE', 'UC', 'NFCF'])

const answeredByProxy = (flags: readonly string[]): boolean => flags.some((line) => line.split(',').some((flag) => OWN_ANSWER.has(flag)))

function sameFlags(a: string, b: string): boolean {
  const [first, second] = [new Set(a.split(',')), new Set(b.split(','))]
  return first.size === second.size && [...first].every((flag) => second.has(flag))
}
