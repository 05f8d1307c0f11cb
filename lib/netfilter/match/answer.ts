import type { MatchReason } from '@/lib/netfilter/model'

/** What one part of a rule says of a packet. `chance`: the kernel throws dice. */
export type Answer =
  | { is: 'yes' }
  | { is: 'no'; reason: MatchReason }
  | { is: 'unknown'; reason: MatchReason }
  | { is: 'chance'; probability: number }

export const YES: Answer = { is: 'yes' }

/** Words of a packet or its connection that reasons speak of; the translations know the same ones. */
export type Field =
  | 'protocol'
  | 'source'
  | 'destination'
  | 'in'
  | 'out'
  | 'sport'
  | 'dport'
  | 'flags'
  | 'icmptype'
  | 'fragment'
  | 'connection'
  | 'ctstate'
  | 'ctstatus'
  | 'ctdir'
  | 'origsrc'
  | 'origdst'
  | 'origsport'
  | 'origdport'
  | 'replsrc'
  | 'repldst'
  | 'replsport'
  | 'repldport'
  | 'mark'
  | 'connmark'
  | 'srctype'
  | 'dsttype'
  | 'uid'
  | 'gid'
  | 'owner'
  | 'socket'
  | 'physdev'
  | 'rpfilter'

/** A plain comparison: yes when `holds` differs from `negated`; else the reason names what the packet has. */
export function compare(holds: boolean, negated: boolean, field: Field, got: string, want: string): Answer {
  if (holds !== negated) return YES
  return { is: 'no', reason: { code: negated ? 'excluded' : 'differs', values: { field, got, want } } }
}

/** The packet has nothing of the kind (no output interface in PREROUTING, no owner when forwarded): only a negated part matches. */
export function absent(negated: boolean, field: Field, want: string): Answer {
  return negated ? YES : { is: 'no', reason: { code: 'absent', values: { field, want } } }
}

/** The value is not known. */
export function notKnown(field: Field): Answer {
  return { is: 'unknown', reason: { code: 'not-known', values: { field } } }
}

/** The answer lies in a state of the kernel that no dump shows. */
export function hiddenState(module: string): Answer {
  return { is: 'unknown', reason: { code: 'hidden-state', values: { module } } }
}

/** A match, or an option of a match, that is not modelled. */
export function notModelled(what: string): Answer {
  return { is: 'unknown', reason: { code: 'not-modelled', values: { what } } }
}

/** An option whose value cannot be read. */
export function notReadable(what: string): Answer {
  return { is: 'unknown', reason: { code: 'not-readable', values: { what } } }
}

/** Versions of iptables make different rules of it. */
export function readByVersion(what: string): Answer {
  return { is: 'unknown', reason: { code: 'by-version', values: { what } } }
}
