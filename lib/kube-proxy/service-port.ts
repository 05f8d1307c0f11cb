import { atLeast, type Release } from '@/lib/kubernetes/release'
import type { Service } from '@/lib/kubernetes/services'
import { printedNetwork } from '@/lib/netfilter/address/format'

export type IpFamily = 'IPv4' | 'IPv6'

/** One port of a Service as kube-proxy sees it, for one address family. Source: pkg/proxy serviceport.go, servicechangetracker.go. */
export interface ServicePort {
  namespace: string
  name: string
  portName: string
  /** NAMESPACE/NAME[:PORT NAME]. */
  label: string
  /** Lower case. */
  protocol: string
  clusterIp: string
  port: number
  nodePort: number
  externalIps: readonly string[]
  loadBalancerIps: readonly string[]
  /** As iptables prints them; null in place of a range that holds every address. */
  sourceRanges: readonly (string | null)[]
  healthCheckNodePort: number
  externalLocal: boolean
  internalLocal: boolean
  /** Seconds for which a client keeps its endpoint; null without session affinity. */
  stickySeconds: number | null
  /** Of service.kubernetes.io/topology-aware-hints or topology-mode; empty without. */
  hintsAnnotation: string
}

/** Another proxy's Services; kube-proxy's informer leaves them out. */
const FOREIGN_PROXY_LABEL = 'service.kubernetes.io/service-proxy-name'
const HINT_ANNOTATIONS = ['service.kubernetes.io/topology-aware-hints', 'service.kubernetes.io/topology-mode'] as const
/** The API server's default of sessionAffinityConfig.clientIP.timeoutSeconds. */
const DEFAULT_STICKY_SECONDS = 10_800

const isFamily = (family: IpFamily) => (ip: string) => ip.includes(':') === (family === 'IPv6')

/** The ports of a Service that kube-proxy makes rules for; none for headless and ExternalName ones, and for those of another proxy. */
export function servicePorts(service: Service, family: IpFamily, version: Release): ServicePort[] {
  const { metadata, spec } = service
  if (spec.type === 'ExternalName' || spec.clusterIP === 'None' || Object.hasOwn(metadata.labels ?? {}, FOREIGN_PROXY_LABEL)) return []
  const clusterIp = clusterIpOf(service, family)
  if (clusterIp === null) return []
  const externalIps = (spec.externalIPs ?? []).filter(isFamily(family))
  const ingress = service.status?.loadBalancer?.ingress ?? []
  // ipMode is looked at since 1.30.
  const vips = ingress.filter(({ ipMode }) => !atLeast(version, 30) || (ipMode ?? 'VIP') === 'VIP').flatMap(({ ip }) => ip ?? [])
  const accessible = spec.type === 'LoadBalancer' || spec.type === 'NodePort' || (spec.externalIPs ?? []).length > 0
  const externalLocal = accessible && spec.externalTrafficPolicy === 'Local'
  const shared = {
    namespace: metadata.namespace,
    name: metadata.name,
    clusterIp,
    externalIps,
    loadBalancerIps: vips.filter(isFamily(family)),
    sourceRanges: sourceRanges(spec.loadBalancerSourceRanges ?? [], family),
    healthCheckNodePort: spec.type === 'LoadBalancer' && externalLocal ? (spec.healthCheckNodePort ?? 0) : 0,
    externalLocal,
    internalLocal: spec.internalTrafficPolicy === 'Local',
    stickySeconds:
      spec.sessionAffinity === 'ClientIP' ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_STICKY_SECONDS) : null,
    hintsAnnotation: HINT_ANNOTATIONS.map((name) => ownValue(metadata.annotations, name)).find((value) => value !== undefined) ?? '',
  }
  const ports = new Map<string, ServicePort>()
  for (const { name, port, protocol, nodePort } of spec.ports ?? []) {
    const portName = name ?? ''
    const label = `${metadata.namespace}/${metadata.name}${portName === '' ? '' : `:${portName}`}`
    const lower = (protocol ?? 'TCP').toLowerCase()
    ports.set(`${portName}/${lower}`, { ...shared, portName, label, protocol: lower, port, nodePort: nodePort ?? 0 })
  }
  return [...ports.values()]
}

function clusterIpOf({ spec }: Service, family: IpFamily): string | null {
  const families = spec.ipFamilies ?? []
  if (families.length === 0) return spec.clusterIP && isFamily(family)(spec.clusterIP) ? spec.clusterIP : null
  const index = families.indexOf(family)
  return index < 0 ? null : (spec.clusterIPs?.[index] ?? (index === 0 ? (spec.clusterIP ?? null) : null))
}

function sourceRanges(ranges: readonly string[], family: IpFamily): (string | null)[] {
  return ranges.flatMap((range) => {
    const network = range.includes('/') ? printedNetwork(range) : null
    return network && (network.family === 6) === (family === 'IPv6') ? [network.any ? null : network.text] : []
  })
}

const ownValue = (record: Record<string, string> | null | undefined, name: string): string | undefined =>
  record && Object.hasOwn(record, name) ? record[name] : undefined

export const externallyAccessible = ({ nodePort, loadBalancerIps, externalIps }: ServicePort): boolean =>
  nodePort !== 0 || loadBalancerIps.length > 0 || externalIps.length > 0

/** Traffic is ever sent to endpoints of any node. */
export const usesClusterEndpoints = (port: ServicePort): boolean => !port.internalLocal || externallyAccessible(port)

/** Traffic is ever sent to endpoints of this node only. */
export const usesLocalEndpoints = (port: ServicePort): boolean => port.internalLocal || (port.externalLocal && externallyAccessible(port))
