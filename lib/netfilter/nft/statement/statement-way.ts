import type { FlowPacket, HookEvent, MatchReason } from '@/lib/netfilter/model'

/** What a native rule ends with. */
export type NftVerdict =
  | { is: 'accept' | 'drop' | 'return' }
  | { is: 'jump' | 'goto'; chain: string }
  | { is: 'reject'; with: string }
  /** Nothing more can be told of this way. */
  | { is: 'unknown'; reason: MatchReason; what: string }

/** One way on behind a statement. `break`: the rule does not match. */
export interface StatementWay {
  /** null: not known. */
  probability: number | null
  label: string
  leads: 'next' | 'break' | NftVerdict
  packet?: FlowPacket
  op?: HookEvent['op']
  /** The port of the socket that tproxy gave the packet to. */
  port?: number
  /** Why the rule does not match on this way. */
  reason?: MatchReason
}

/** What a statement does. With several ways it forks: by chance, or because `unknown` says what is not known. */
export interface StatementResult {
  ways: StatementWay[]
  unknown?: MatchReason
}

export const NEXT: StatementResult = { ways: [{ probability: 1, label: '', leads: 'next' }] }

export const goOnWith = (packet: FlowPacket): StatementResult => ({ ways: [{ probability: 1, label: '', leads: 'next', packet }] })

export const ends = (leads: NftVerdict): StatementResult => ({ ways: [{ probability: 1, label: verdictLabel(leads), leads }] })

export const breaks = (reason: MatchReason): StatementResult => ({ ways: [{ probability: 1, label: '', leads: 'break', reason }] })

/** It holds or it does not, and nobody can say. */
export function eitherWay(reason: MatchReason): StatementResult {
  return {
    unknown: reason,
    ways: [
      { probability: null, label: '', leads: 'next' },
      { probability: null, label: '', leads: 'break', reason },
    ],
  }
}

/** It does something that nobody here knows: the rule goes on as if nothing had been, or nothing more can be told. */
export function notKnown(reason: MatchReason, what: string): StatementResult {
  return {
    unknown: reason,
    ways: [
      { probability: null, label: '', leads: 'next' },
      { probability: null, label: what, leads: { is: 'unknown', reason, what } },
    ],
  }
}

/** Label of a way that ends with a verdict. */
export function verdictLabel(verdict: NftVerdict): string {
  return 'chain' in verdict ? verdict.chain : verdict.is === 'unknown' ? verdict.what : verdict.is
}
