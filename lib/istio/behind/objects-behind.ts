import type { EnvoyEvent } from '@/lib/envoy/model'
import { parseClusterName } from '@/lib/istio/names/cluster-name'
import { type Gateway, type PeerAuthentication, type RequestAuthentication, type Sidecar, selects } from '@/lib/kubernetes/istio-objects'
import type { Service, ServiceEntry } from '@/lib/kubernetes/services'

/** Istio's objects that no metadata in Envoy's dump names. */
export interface IstioObjects {
  /** What is said in this namespace, and selects nothing, holds in the whole mesh. */
  rootNamespace: string
  gateways: readonly Gateway[]
  peerAuthentications: readonly PeerAuthentication[]
  requestAuthentications: readonly RequestAuthentication[]
  sidecars: readonly Sidecar[]
  serviceEntries: readonly ServiceEntry[]
  services: readonly Service[]
}

/** The pod that a proxy runs in. */
export interface Workload {
  namespace: string
  labels: Readonly<Record<string, string>>
  /** A gateway: no sidecar. */
  router: boolean
}

type Named = { metadata: { name: string; namespace: string } }
type Labels = Readonly<Record<string, string>> | null | undefined

const text = (kind: string, { metadata }: Named): string => `${kind} ${metadata.namespace}/${metadata.name}`

/** The one object that holds for a workload: its own by labels, else its namespace's, else the mesh's. */
function mostSpecific<T extends Named>(all: readonly T[], workload: Workload, root: string, labelsOf: (one: T) => Labels): T | null {
  const wide = (one: T) => Object.keys(labelsOf(one) ?? {}).length === 0
  const own = all.filter((one) => one.metadata.namespace === workload.namespace)
  return (
    own.find((one) => !wide(one) && selects(labelsOf(one), workload.labels)) ??
    own.find(wide) ??
    all.find((one) => one.metadata.namespace === root && wide(one)) ??
    null
  )
}

/** The port of a pod behind a Gateway server's port: the target of the Services that select the pod. */
function targets(server: number, workload: Workload, services: readonly Service[]): number[] {
  const own = services.filter(
    ({ metadata, spec }) =>
      metadata.namespace === workload.namespace && Object.keys(spec.selector ?? {}).length > 0 && selects(spec.selector, workload.labels),
  )
  const found = own.flatMap(({ spec }) => (spec.ports ?? []).filter(({ port }) => port === server))
  return found.flatMap(({ targetPort, port }) => (typeof targetPort === 'number' ? targetPort : targetPort ? [] : port))
}

function gatewaysAt(port: number, workload: Workload, { gateways, services }: IstioObjects): string[] {
  return gateways
    .filter(({ spec }) => selects(spec.selector, workload.labels))
    .filter(({ spec }) =>
      (spec.servers ?? []).some((server) => {
        const number = server.port?.number
        return number !== undefined && (number === port || targets(number, workload, services).includes(port))
      }),
    )
    .map((gateway) => text('Gateway', gateway))
}

/** Whether a ServiceEntry's host, perhaps "*.example.com", is this one. */
function isHost(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)))
}

function serviceEntriesOf(cluster: string, { serviceEntries }: IstioObjects): string[] {
  const host = parseClusterName(cluster)?.host
  if (!host) return []
  return serviceEntries
    .filter(({ spec }) => (spec.hosts ?? []).some((one) => isHost(one, host)))
    .map((entry) => text('ServiceEntry', entry))
}

/**
 * The Gateway, PeerAuthentication, RequestAuthentication, Sidecar and ServiceEntry behind one decision of a proxy, found as istiod finds
 * them: by selectors, namespaces, ports and hosts. VirtualService, DestinationRule and AuthorizationPolicy stand in Envoy's own metadata.
 */
export function objectsBehind(event: EnvoyEvent, workload: Workload, objects: IstioObjects): string[] {
  const inbound = event.listener === 'virtualInbound'
  if (event.kind === 'listener' && workload.router) {
    const port = Number(/[:_](\d+)$/.exec(event.facts.address ?? event.listener ?? '')?.[1])
    return gatewaysAt(port, workload, objects)
  }
  if (event.kind === 'listener' && !inbound) {
    const sidecar = mostSpecific(objects.sidecars, workload, objects.rootNamespace, (one) => one.spec?.workloadSelector?.labels)
    return sidecar === null ? [] : [text('Sidecar', sidecar)]
  }
  if (event.kind === 'filterChain' && inbound) {
    const policy = mostSpecific(objects.peerAuthentications, workload, objects.rootNamespace, (one) => one.spec?.selector?.matchLabels)
    return policy === null ? [] : [text('PeerAuthentication', policy)]
  }
  if (event.kind === 'filter' && event.filter === 'envoy.filters.http.jwt_authn')
    return objects.requestAuthentications
      .filter(
        ({ metadata, spec }) =>
          [workload.namespace, objects.rootNamespace].includes(metadata.namespace) && selects(spec?.selector?.matchLabels, workload.labels),
      )
      .map((one) => text('RequestAuthentication', one))
  return event.kind === 'cluster' && event.cluster !== undefined ? serviceEntriesOf(event.cluster, objects) : []
}
