import type { z } from 'zod'
import type { ProxyDifferences, proxyQuery } from '@/lib/api/proxy-history'
import { differencesOf } from '@/lib/istio/diff/differences'
import { type DiffType, type DumpSection, dumpSection } from '@/lib/istio/diff/dump'
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

/** More than a person reads; a bad push can touch every cluster. */
const MAX_RESOURCES = 200

type TypeDifferences = ProxyDifferences['types'][number]
type Gap = TypeDifferences['gap']

/** The types that istiod's config_dump holds: the comparison of istioctl. */
const compared: Partial<Record<XdsType, DiffType>> = { CDS: 'clusters', LDS: 'listeners', RDS: 'routes' }

/** For each STALE or ERROR type of a proxy: since when, and which resources differ. 404 when no istiod lists the proxy. */
export async function differencesAt(recording: Recording, { proxy, at }: z.infer<typeof proxyQuery>): Promise<ProxyDifferences> {
  const status = () => syncStates(istiodReports(recording.snapshotAt(at)).reports).get(proxy)
  const known = status()
  if (!known) throw new Failure('notFound', `No istiod had listed “${proxy}” by ${at} ms.`, 'proxy')
  const troubled = xdsTypes.filter((type) => known.cells[type].state === 'STALE' || known.cells[type].state === 'ERROR')
  // istiod makes it anew for each asking, so only where something is wrong.
  if (at === 0 && troubled.length > 0) await recording.grows?.askIstiod(proxy)
  const { sent, active } = proxyDumps(recording.snapshotAt(at), proxy, known.istiod)
  const parse = (dump: Observation | null) => (dump ? readJson(dump.text, dump.entry).value : null)
  const [istiod, envoy] = troubled.some((type) => compared[type]) ? [parse(sent), parse(active)] : [null, null]
  const began = Date.parse(recording.scenario.start)
  return {
    proxy,
    types: troubled.map((type) => {
      const cell = known.cells[type]
      const isOlder = sent !== null && began + sent.at < Date.parse(cell.sentAt ?? '')
      const seen = { sent, istiod: isOlder ? null : istiod, active, envoy }
      const { resources, gap } = resourcesOf(type, cell, seen)
      return {
        type,
        state: cell.state === 'ERROR' ? 'ERROR' : 'STALE',
        since: sinceOf(recording, proxy, type, at, cell),
        resources: resources.slice(0, MAX_RESOURCES),
        leftOut: Math.max(0, resources.length - MAX_RESOURCES),
        gap: gap === 'no-istiod-dump' && isOlder ? 'older-dump' : gap,
        evidence: [sent, active].flatMap((dump) => (dump && compared[type] ? [{ entry: dump.entry, at: dump.at }] : [])),
      }
    }),
  }
}

interface Dumps {
  sent: Observation | null
  istiod: Json
  active: Observation | null
  envoy: Json
}

function resourcesOf(type: XdsType, cell: SyncCell, { sent, istiod, active, envoy }: Dumps): Pick<TypeDifferences, 'resources' | 'gap'> {
  const of = compared[type]
  if (!of) return { resources: [], gap: 'not-compared' }
  if (!active) return { resources: [], gap: 'no-envoy-dump' }
  const section = (dump: Json): DumpSection | null => (dump === null ? null : dumpSection(dump, of))
  const has = section(envoy)
  if (!has) return { resources: [], gap: 'unreadable' }
  const wanted = section(istiod)
  const gap: Gap = wanted ? null : sent && istiod !== null ? 'unreadable' : 'no-istiod-dump'
  return { resources: differencesOf(wanted, has, new Set(wordsIn(cell.error ?? ''))), gap }
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
