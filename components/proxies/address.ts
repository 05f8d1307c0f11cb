'use client'

import { createContext, useContext } from 'react'
import type { DiffFormat } from '@/lib/api/diff'
import type { HistoryRange } from '@/lib/api/history-range'
import type { ConfigPart } from '@/lib/api/proxy-config'
import type { DiffType } from '@/lib/istio/diff/dump'

export const filterStates = ['all', 'error', 'stale', 'notSent', 'disconnected', 'untold', 'synced'] as const
export type FilterState = (typeof filterStates)[number]

export const sortKeys = ['worst', 'name', 'CDS', 'LDS', 'EDS', 'RDS', 'ECDS', 'istiod', 'version', 'certificate'] as const
export type SortKey = (typeof sortKeys)[number]

export const diffModes = ['split', 'unified'] as const

export interface ProxiesState {
  name: string
  state: FilterState
  namespace: string | null
  sort: SortKey
  reverse: boolean
  open: string | null
  diff: string | null
  type: DiffType | null
  resource: string | null
  mode: (typeof diffModes)[number]
  format: DiffFormat
  /** What of `diff`'s proxy is shown instead of the comparison: its pod's description, a table, or a search over all. */
  config: ConfigPart | null
  /** Words that its rows have to hold. */
  q: string
  /** The resource that is open as JSON, RFC 6901. */
  pointer: string | null
  /** How far back the states that Prometheus kept are drawn. */
  range: HistoryRange
}

export const ProxiesAddressContext = createContext<{ state: ProxiesState; update: (patch: Partial<ProxiesState>) => void } | null>(null)

/** The Proxies view's part of the address. Throws outside of app/proxies. */
export function useProxiesAddress() {
  const address = useContext(ProxiesAddressContext)
  if (!address) throw new Error('useProxiesAddress needs the context that app/proxies provides')
  return address
}
