import type { FurtherCell, SyncCell, SyncCells, SynczEntry, SynczResource, XdsType } from '@/lib/istio/syncz/model'

const typeNames: Record<XdsType, string> = {
  CDS: 'envoy.config.cluster.v3.Cluster',
  LDS: 'envoy.config.listener.v3.Listener',
  EDS: 'envoy.config.endpoint.v3.ClusterLoadAssignment',
  RDS: 'envoy.config.route.v3.RouteConfiguration',
  ECDS: 'envoy.config.core.v3.TypedExtensionConfig',
}

const URL = 'type.googleapis.com/'
const inTable = new Set(Object.values(typeNames))
/** Istio's own words for types of its own. */
const furtherNames = new Map([
  ['istio.networking.nds.v1.NameTable', 'NDS'],
  ['istio.mesh.v1alpha1.ProxyConfig', 'PCDS'],
  ['envoy.extensions.transport_sockets.tls.v3.Secret', 'SDS'],
  ['istio.workload.Address', 'WDS'],
  ['istio.workload.Workload', 'WDS'],
  ['istio.security.Authorization', 'WADS'],
])

/** What istiod watches for a proxy beside the five: by name. Empty in the form without `resources`. */
export function furtherCells({ resources }: SynczEntry): FurtherCell[] {
  return [...(resources ?? [])]
    .map(([url, resource]) => [url.startsWith(URL) ? url.slice(URL.length) : url, resource] as const)
    .filter(([name]) => !inTable.has(name))
    .map(([name, resource]) => ({ type: furtherNames.get(name) ?? name.split('.').at(-1) ?? name, cell: resourceCell(resource) }))
    .sort((a, b) => (a.type < b.type ? -1 : 1))
}

/**
 * The five cells of a proxy as `istioctl proxy-status` prints them: from `resources` where istiod gives it (1.23 and newer; a
 * missing type is not watched: IGNORED), else from the nonces alone, where "not watched" and "not sent" can't be told apart.
 */
export function syncCells(entry: SynczEntry): SyncCells {
  const cell = (type: XdsType): SyncCell => {
    if (!entry.resources) return nonceCell(entry.legacy[type].sent, entry.legacy[type].acked)
    const resource = entry.resources.get(URL + typeNames[type])
    return resource ? resourceCell(resource) : { state: 'IGNORED' }
  }
  return { CDS: cell('CDS'), LDS: cell('LDS'), EDS: cell('EDS'), RDS: cell('RDS'), ECDS: cell('ECDS') }
}

function resourceCell(resource: SynczResource): SyncCell {
  const cell = nonceCell(resource.sent, resource.acked)
  if (resource.sentTime) cell.sentAt = resource.sentTime
  if (resource.lastError === null) return cell
  return { ...cell, state: 'ERROR', error: resource.lastError }
}

function nonceCell(sent: string | null, acked: string | null): SyncCell {
  const cell: SyncCell = { state: sent === null ? 'NOT SENT' : sent === acked ? 'SYNCED' : 'STALE' }
  if (sent) cell.sentNonce = sent
  if (acked) {
    cell.ackedNonce = acked
    const pushed = pushTime(acked)
    if (pushed) cell.ackedAt = pushed
  }
  return cell
}

/** The moment in a nonce of the form TIME/VERSION-UUID (istiod 1.23 and newer), RFC 3339; null in older ones. */
function pushTime(nonce: string): string | null {
  const time = nonce.slice(0, Math.max(0, nonce.indexOf('/')))
  return Number.isNaN(Date.parse(time)) ? null : time
}
