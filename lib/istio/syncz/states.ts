import { furtherCells, syncCells } from '@/lib/istio/syncz/cells'
import type { FurtherCell, SyncCells, SynczEntry } from '@/lib/istio/syncz/model'

/** What one istiod says. `istiod` is its pod's name. */
export interface IstiodReport {
  istiod: string
  entries: SynczEntry[]
}

export interface SyncStatus {
  proxy: string
  istiod: string
  cluster: string | null
  type: string | null
  version: string | null
  cells: SyncCells
  further: FurtherCell[]
}

/**
 * The sync state of each proxy over all istiods, by POD.NAMESPACE. Each istiod knows only its own proxies; a proxy that two
 * name (it has just moved from one to the other) is the one's that sent last.
 */
export function syncStates(reports: readonly IstiodReport[]): Map<string, SyncStatus> {
  const states = new Map<string, SyncStatus>()
  for (const { istiod, entries } of reports) {
    for (const entry of entries) {
      const status: SyncStatus = {
        proxy: entry.proxy,
        istiod,
        cluster: entry.cluster,
        type: entry.type,
        version: entry.version,
        cells: syncCells(entry),
        further: furtherCells(entry),
      }
      const other = states.get(entry.proxy)
      if (!other || lastSend(status) > lastSend(other)) states.set(entry.proxy, status)
    }
  }
  return states
}

function lastSend(status: SyncStatus): number {
  const times = Object.values(status.cells).map((cell) => Date.parse(cell.sentAt ?? ''))
  return Math.max(0, ...times.filter((ms) => !Number.isNaN(ms)))
}
