import { isOn, settingsOfEnvironment } from '@/lib/istio/redirection/arguments'
import { DEFAULT_REDIRECTION, includedOf, listOf, type RedirectionGap, type RedirectionSettings } from '@/lib/istio/redirection/settings'
import type { Release } from '@/lib/kubernetes/release'

/** What the injector makes istio-iptables' arguments from. */
export interface InjectionFacts {
  version: Release
  annotations: ReadonlyMap<string, string>
  /** Environment of proxy and init container: the mesh's and the pod's proxyMetadata, INVALID_DROP. */
  env: ReadonlyMap<string, string>
  /** Of meshConfig; null where it was not observed. */
  mesh: {
    proxyListenPort: number | null
    proxyInboundListenPort: number | null
    interceptionMode: string | null
    statusPort: number | null
  }
  /** The proxy container's own ids where istio-cni makes the rules; null: istio-init does, for 1337. */
  proxyIds: { uid: number | null; gid: number | null } | null
  /** Whether the container that checks the rules was told that they are native ones. */
  native: boolean
  /** The pod's name servers; null: not known. */
  nameServers: readonly string[] | null
}

const TRAFFIC = 'traffic.sidecar.istio.io/'
const STATUS_PORT = '15020'
/** Envoy's Prometheus and health ports are always left out; the agent's follows, unless probes are switched off. */
const ALWAYS_EXCLUDED = ['15090', '15021']

/**
 * The same settings from the pod's annotations and the mesh's configuration, as the sidecar template of istiod puts them together. Values of the
 * installation (global.proxy.includeIPRanges …) are observed nowhere: their defaults hold.
 */
export function settingsOfAnnotations(facts: InjectionFacts): RedirectionSettings | RedirectionGap {
  const { annotations, env, mesh, proxyIds, nameServers, native } = facts
  const traffic = (name: string) => annotations.get(TRAFFIC + name)
  const statusPort = annotations.get('status.sidecar.istio.io/port') ?? String(mesh.statusPort ?? STATUS_PORT)
  const excluded = [...ALWAYS_EXCLUDED, ...listOf(traffic('excludeInboundPorts'))]
  if (statusPort !== '0' && !excluded.includes(statusPort)) excluded.push(statusPort)
  const mode = annotations.get('sidecar.istio.io/interceptionMode') ?? mesh.interceptionMode
  const capture = isOn(env.get('ISTIO_META_DNS_CAPTURE'))
  // istio-cni cannot read the pod's resolv.conf and takes every name server.
  const servers = proxyIds ? 'all' : nameServers
  if (capture && servers === null) return 'name-servers'
  const uid = String(proxyIds?.uid ?? DEFAULT_REDIRECTION.proxyUids[0])
  return {
    ...DEFAULT_REDIRECTION,
    version: facts.version,
    ...settingsOfEnvironment(env),
    mode: mode === 'TPROXY' ? 'TPROXY' : 'REDIRECT',
    proxyPort: String(mesh.proxyListenPort || DEFAULT_REDIRECTION.proxyPort),
    inboundPort: String(mesh.proxyInboundListenPort || DEFAULT_REDIRECTION.inboundPort),
    proxyUids: [uid],
    proxyGids: [String(proxyIds?.gid ?? uid)],
    inboundPorts: includedOf(traffic('includeInboundPorts') ?? '*'),
    inboundPortsExclude: excluded,
    outboundPorts: listOf(traffic('includeOutboundPorts')),
    outboundPortsExclude: listOf(traffic('excludeOutboundPorts')),
    outboundRanges: includedOf(traffic('includeOutboundIPRanges') ?? '*'),
    outboundRangesExclude: listOf(traffic('excludeOutboundIPRanges')),
    virtualInterfaces: listOf(annotations.get('istio.io/reroute-virtual-interfaces') ?? traffic('kubevirtInterfaces')),
    excludeInterfaces: listOf(traffic('excludeInterfaces')),
    dropInvalid: isOn(env.get('INVALID_DROP')),
    native,
    dns: capture ? servers : null,
  }
}
