import { syncCells } from '@/lib/istio/syncz/cells'
import { type SyncState, xdsTypes } from '@/lib/istio/syncz/model'
import { parseSyncz } from '@/lib/istio/syncz/parse'
import type { BandState } from '@/lib/istio/syncz/segments'

const letters: Record<SyncState, string> = { SYNCED: 's', STALE: 't', ERROR: 'e', 'NOT SENT': 'n', IGNORED: 'i' }
const states = new Map(Object.entries(letters).map(([state, letter]) => [letter, state as SyncState]))

/** What one reading of syncz says of a proxy, small enough to keep hundreds of: a letter a type, and the ms of its last send. */
export interface Sighting {
  types: string
  lastSend: number
}

/** All proxies of one reading, by POD.NAMESPACE. */
export type Reading = ReadonlyMap<string, Sighting>

/** An istiod's syncz text as a reading; what can't be read is left out. */
export function readingOf(text: string, entry: string): Reading {
  return new Map(
    parseSyncz(text, entry).entries.map((proxy) => {
      const cells = syncCells(proxy)
      const sends = xdsTypes.map((type) => Date.parse(cells[type].sentAt ?? '')).filter((ms) => !Number.isNaN(ms))
      return [proxy.proxy, { types: xdsTypes.map((type) => letters[cells[type].state]).join(''), lastSend: Math.max(0, ...sends) }]
    }),
  )
}

/** The states of a proxy over what all istiods said at one moment, in the order of `xdsTypes`: the one's that sent last; ABSENT in no list. */
export function statesIn(readings: readonly Reading[], proxy: string): BandState[] {
  const seen = readings.flatMap((reading) => reading.get(proxy) ?? [])
  const newest = seen.reduce<Sighting | null>((best, one) => (best && best.lastSend >= one.lastSend ? best : one), null)
  return xdsTypes.map((_, index) => states.get(newest?.types[index] ?? '') ?? 'ABSENT')
}
