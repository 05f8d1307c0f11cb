import type { IpFamily } from '@/lib/kube-proxy/service-port'
import { type EndpointSlice, sliceService } from '@/lib/kubernetes/services'

/** One endpoint of a Service's port, as kube-proxy sees it from one node. Source: pkg/proxy endpointslicecache.go. */
export interface Endpoint {
  ip: string
  /** IP:PORT or [IPv6]:PORT. */
  address: string
  local: boolean
  ready: boolean
  serving: boolean
  terminating: boolean
  zones: ReadonlySet<string>
  nodes: ReadonlySet<string>
  /** NAMESPACE/POD where the slice names one. */
  pod: string | null
}

/** Endpoints by Service port; look-ups are maps, and what one node sees of them is made when it is asked for. */
export interface EndpointIndex {
  /** Sorted by address, as kube-proxy writes them. */
  of(namespace: string, service: string, portName: string, protocol: string, node: string): readonly Endpoint[]
}

const NONE: ReadonlySet<string> = new Set()
/** kube-proxy's informer leaves these out: a headless Service has no rules. */
const HEADLESS_LABEL = 'service.kubernetes.io/headless'

const keyOf = (namespace: string, service: string): string => `${namespace}/${service}`

/** Indexes slices by Service. A slice without a Service's name, or of the other address family, is nobody's. */
export function indexEndpoints(slices: readonly EndpointSlice[], family: IpFamily): EndpointIndex {
  const slicesOf = new Map<string, EndpointSlice[]>()
  for (const slice of slices) {
    const service = sliceService(slice)
    if (!service || slice.addressType !== family || Object.hasOwn(slice.metadata.labels ?? {}, HEADLESS_LABEL)) continue
    const key = keyOf(slice.metadata.namespace, service)
    const known = slicesOf.get(key)
    if (known) known.push(slice)
    else slicesOf.set(key, [slice])
  }
  return {
    of: (namespace, service, portName, protocol, node) =>
      endpointsOf(slicesOf.get(keyOf(namespace, service)) ?? [], portName, protocol, node),
  }
}

function endpointsOf(slices: readonly EndpointSlice[], portName: string, protocol: string, node: string): Endpoint[] {
  const found = new Map<string, Endpoint>()
  for (const slice of slices) {
    for (const { name, port, protocol: of } of slice.ports ?? []) {
      // "No name" is the empty name; a port without a number means all ports, which kube-proxy passes over.
      if ((name ?? '') !== portName || (of ?? 'TCP').toLowerCase() !== protocol || !port) continue
      for (const { addresses, conditions, nodeName, hints, targetRef } of slice.endpoints ?? []) {
        const ip = addresses[0]
        if (ip === undefined) continue
        const address = ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
        const local = nodeName === node
        // The same address in two slices counts once, and the local one wins.
        if (found.has(address) && !local) continue
        found.set(address, {
          ip,
          address,
          local,
          ready: conditions?.ready !== false,
          serving: conditions?.serving !== false,
          terminating: conditions?.terminating === true,
          zones: namesOf(hints?.forZones),
          nodes: namesOf(hints?.forNodes),
          pod: targetRef?.kind === 'Pod' && targetRef.name ? `${targetRef.namespace ?? slice.metadata.namespace}/${targetRef.name}` : null,
        })
      }
    }
  }
  return [...found.values()].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0))
}

function namesOf(hints: readonly { name: string }[] | null | undefined): ReadonlySet<string> {
  return hints && hints.length > 0 ? new Set(hints.map(({ name }) => name)) : NONE
}
