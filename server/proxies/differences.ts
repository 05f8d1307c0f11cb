import type { z } from 'zod'
import type { ProxyDifferences, proxyQuery } from '@/lib/api/proxy-history'
import { differencesOf } from '@/lib/istio/diff/differences'
import { proxyDumps } from '@/lib/istio/diff/proxy-diff'
import { type Json, readJson } from '@/lib/istio/json'
import { readingMoments, runOf } from '@/lib/istio/proxies/history'
import { istiodReports } from '@/lib/istio/proxies/istiods'
import { wordsIn } from '@/lib/istio/proxies/nack-objects'
import { type SyncCell, type XdsType, xdsTypes } from '@/lib/istio/syncz/model'
import { syncStates } from '@/lib/istio/syncz/states'
import type { Recording } from '@/lib/recording/recording'
import type { Observation } from '@/lib/recording/snapshot'
import { Failure } from '@/server/http/failure'
import { type Dumps, typeSides } from '@/server/proxies/type-sides'

/** More than a person reads; a bad push can touch every cluster. */
const MAX_RESOURCES = 200
/** Of a cluster's endpoints: enough to see which. */
const MAX_ADDRESSES = 12

type TypeDifferences = ProxyDifferences['types'][number]

/** For each STALE or ERROR type of a proxy: since when, and which resources differ. 404 when no istiod lists the proxy. */
export async function differencesAt(recording: Recording, { proxy, at }: z.infer<typeof proxyQuery>): Promise<ProxyDifferences> {
  const status = () => syncStates(istiodReports(recording.snapshotAt(at)).reports).get(proxy)
  const known = status()
  if (!known) throw new Failure('notFound', `No istiod had listed “${proxy}” by ${at} ms.`, 'proxy')
  const troubled = xdsTypes.filter((type) => known.cells[type].state === 'STALE' || known.cells[type].state === 'ERROR')
  // istiod makes it anew for each asking, so only where something is wrong.
  if (at === 0 && troubled.length > 0) await recording.grows?.askIstiod(proxy)
  const snapshot = recording.snapshotAt(at)
  const { sent, active } = proxyDumps(snapshot, proxy, known.istiod)
  const parse = (dump: Observation | null): Json => (dump && troubled.length > 0 ? readJson(dump.text, dump.entry).value : null)
  const dumps: Dumps = { snapshot, istiodName: known.istiod, sent, istiod: parse(sent), active, envoy: parse(active) }
  const began = Date.parse(recording.scenario.start)
  return {
    proxy,
    types: troubled.map((type) => {
      const cell = known.cells[type]
      return {
        type,
        state: cell.state === 'ERROR' ? 'ERROR' : 'STALE',
        since: sinceOf(recording, proxy, type, at, cell),
        ...resourcesOf(type, cell, dumps, Date.parse(cell.sentAt ?? '') - began),
      }
    }),
  }
}

type Found = Pick<TypeDifferences, 'resources' | 'leftOut' | 'gap' | 'undecided' | 'evidence'>

/** `sentMs`: when istiod last sent this type, on the timeline; NaN where it does not say. */
function resourcesOf(type: XdsType, cell: SyncCell, dumps: Dumps, sentMs: number): Found {
  const { sides, gap, evidence } = typeSides(type, dumps, sentMs)
  const all = sides ? differencesOf(sides.sent, sides.active, new Set(wordsIn(cell.error ?? ''))) : []
  const addresses = (side: 'sent' | 'active', name: string) => sides?.endpoints?.[side].get(name) ?? new Set<string>()
  const resources = all.slice(0, MAX_RESOURCES).map((one) => {
    if (!sides?.endpoints || one.change === 'named') return { ...one, endpoints: null }
    const [sent, active] = [addresses('sent', one.name), addresses('active', one.name)]
    return { ...one, endpoints: { istiod: only(sent, active), envoy: only(active, sent) } }
  })
  return {
    resources,
    leftOut: all.length - resources.length,
    gap,
    undecided: sides?.undecided ?? 0,
    evidence: evidence.map(({ entry, at }) => ({ entry, at })),
  }
}

/** What the one side has and the other has not. */
function only(one: ReadonlySet<string>, other: ReadonlySet<string>): string[] {
  return [...one].filter((address) => !other.has(address)).slice(0, MAX_ADDRESSES)
}

/** When the state began: the send that was never accepted, where the readings hold it; else the reading that first showed it. */
function sinceOf(recording: Recording, proxy: string, type: XdsType, at: number, cell: SyncCell): TypeDifferences['since'] {
  const until = recording.grows && at === 0 ? recording.endMs : at
  const run = runOf(recording, proxy, type, readingMoments(recording, until))
  if (!run) return null
  const first = syncStates(istiodReports(recording.snapshotAt(run.first)).reports).get(proxy)?.cells[type]
  const send = first?.sentAt ?? cell.sentAt
  if (send) return { time: send, by: 'send' }
  const start = Date.parse(recording.scenario.start)
  if (Number.isNaN(start)) return null
  return { time: new Date(start + run.first).toISOString(), by: run.began ? 'reading' : 'before' }
}
