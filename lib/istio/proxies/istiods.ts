import { field, listField, type Problem, readJson, textField } from '@/lib/istio/json'
import { splitProxyId } from '@/lib/istio/names/proxy-id'
import type { IstiodStatus } from '@/lib/istio/proxies/model'
import { parseSyncz } from '@/lib/istio/syncz/parse'
import type { IstiodReport } from '@/lib/istio/syncz/states'
import type { Snapshot } from '@/lib/recording/snapshot'

export interface IstiodReports {
  reports: (IstiodReport & { entry: string; at: number })[]
  istiods: IstiodStatus[]
  /** By POD.NAMESPACE: when its stream was opened, RFC 3339. */
  connectedAt: Map<string, string>
  problems: Problem[]
}

/** What every istiod of the snapshot says, from `istiod/POD.NAMESPACE/{syncz,connections,version}.json`. */
export function istiodReports(snapshot: Snapshot): IstiodReports {
  const found: IstiodReports = { reports: [], istiods: [], connectedAt: new Map(), problems: [] }
  const ids = new Set(snapshot.under('istiod/').map((path) => path.split('/')[1] ?? ''))
  for (const id of ids) {
    const pod = splitProxyId(id)
    if (!pod) continue
    const syncz = snapshot.read(`istiod/${id}/syncz.json`)
    const parsed = syncz ? parseSyncz(syncz.text, syncz.entry) : null
    if (parsed && syncz) {
      found.reports.push({ istiod: pod.name, entries: parsed.entries, entry: syncz.entry, at: syncz.at })
      found.problems.push(...parsed.problems)
    } else {
      found.problems.push({ entry: `istiod/${id}/syncz.json`, message: 'was not read: the proxies of this istiod are not known' })
    }
    readConnections(snapshot, id, found)
    found.istiods.push({
      ...pod,
      version: readVersion(snapshot, id),
      answered: parsed !== null,
      proxies: parsed?.entries.length ?? 0,
    })
  }
  return found
}

/** `1.23.2` of `{"version": "1.23.2-unknown-Clean"}`. */
function readVersion(snapshot: Snapshot, id: string): string | null {
  const seen = snapshot.read(`istiod/${id}/version.json`)
  const version = seen ? textField(readJson(seen.text, seen.entry).value ?? undefined, 'version') : null
  return version?.match(/^\d+\.\d+(?:\.\d+)?(?:-(?:alpha|beta|rc)[.\d]*)?/)?.[0] ?? version
}

/** /debug/connections: `connectionId` is POD.NAMESPACE-NUMBER. */
function readConnections(snapshot: Snapshot, id: string, found: IstiodReports): void {
  const seen = snapshot.read(`istiod/${id}/connections.json`)
  if (!seen) return
  const { value, problem } = readJson(seen.text, seen.entry)
  if (problem) found.problems.push(problem)
  for (const client of listField(field({ value }, 'value'), 'clients')) {
    const connection = textField(client, 'connectionId')
    const at = textField(client, 'connectedAt')
    if (connection && at) found.connectedAt.set(connection.slice(0, connection.lastIndexOf('-')), at)
  }
}
