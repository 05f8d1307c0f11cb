'use client'

import { createContext, useContext } from 'react'
import type { HistoryRange } from '@/lib/api/history-range'

export const netfilterParts = ['rules', 'connections', 'differences'] as const
export const shownRules = ['all', 'moved', 'hit'] as const

/** The Netfilter view's part of the address. */
export interface NetfilterState {
  /** A node's or client's name, or NAMESPACE.POD; null: where the question is first, else the first node. */
  netns: string | null
  /** The dump, as the outline names it; null: the live one. */
  dump: string | null
  table: string | null
  chain: string | null
  /** The rule that is pointed at, from 1. */
  rule: number | null
  /** What is searched among the elements of the sets that this rule asks; null: they are not listed. */
  elements: string | null
  q: string
  show: (typeof shownRules)[number]
  /** ms on the timeline from which changes are counted; null: from just before the recorded request. */
  since: number | null
  /** Which of the question's visits to this namespace is drawn, from 0. */
  visit: number
  part: (typeof netfilterParts)[number]
  /** Whether the chain's counters are drawn over time, and how far back. */
  history: boolean
  range: HistoryRange
}

export interface NetfilterAddress {
  state: NetfilterState
  update(patch: Partial<NetfilterState>): void
}

export const NetfilterAddressContext = createContext<NetfilterAddress | null>(null)

/** Throws outside of app/netfilter. */
export function useNetfilterAddress(): NetfilterAddress {
  const address = useContext(NetfilterAddressContext)
  if (!address) throw new Error('useNetfilterAddress needs the context that app/netfilter provides')
  return address
}
