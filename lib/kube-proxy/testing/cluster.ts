import { computeNodeRules } from '@/lib/kube-proxy/iptables/compute'
import { DEFAULT_SETTINGS, type KubeProxySettings } from '@/lib/kube-proxy/settings'
import { type EndpointSlice, endpointSliceSchema, type Service, serviceSchema } from '@/lib/kubernetes/services'

/** One Service `shop/web`, one port `http` 80 → 8080, as kubectl would print it; `spec` says what is special. */
export function service(
  spec: object = {},
  more: { status?: object; annotations?: Record<string, string>; labels?: Record<string, string> } = {},
): Service {
  return serviceSchema.parse({
    metadata: { name: 'web', namespace: 'shop', annotations: more.annotations, labels: more.labels },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.10',
      clusterIPs: ['10.96.0.10'],
      ipFamilies: ['IPv4'],
      ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 8080 }],
      ...spec,
    },
    ...(more.status ? { status: more.status } : {}),
  })
}

/** Its endpoints: address, node, conditions and hints of each. */
export function slice(endpoints: readonly object[], more: object = {}): EndpointSlice {
  return endpointSliceSchema.parse({
    metadata: { name: 'web-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints,
    ...more,
  })
}

export const endpoint = (ip: string, nodeName: string, more: object = {}): object => ({ addresses: [ip], nodeName, ...more })

export interface Asked {
  services?: readonly Service[]
  slices?: readonly EndpointSlice[]
  settings?: Partial<KubeProxySettings>
  minor?: number
  family?: 'IPv4' | 'IPv6'
  zone?: string
}

/** Rules of node `n1` (192.0.2.1), as `iptables-save` would print them, by chain: `nat KUBE-SERVICES`. */
export function rulesOf({
  services = [service()],
  slices = [],
  settings = {},
  minor = 30,
  family = 'IPv4',
  zone,
}: Asked): Map<string, string[]> {
  const version = { major: 1, minor }
  const { ruleset } = computeNodeRules({
    services,
    slices,
    node: { name: 'n1', zone: zone ?? null, ip: { IPv4: '192.0.2.1', IPv6: '2001:db8::1' } },
    family,
    kubelet: version,
    proxy: { ...DEFAULT_SETTINGS, version, ...settings },
  })
  const chains = new Map<string, string[]>()
  for (const [table, { chains: all }] of ruleset.tables) {
    for (const [name, { rules }] of all)
      chains.set(
        `${table} ${name}`,
        rules.map(({ text }) => text.slice(`-A ${name} `.length)),
      )
  }
  return chains
}

/** Rules of the only chain of a kind: KUBE-SVC, KUBE-SVL, KUBE-EXT, KUBE-FW; null when there is none. */
export function only(chains: ReadonlyMap<string, string[]>, kind: string): string[] | null {
  return [...chains].find(([name]) => name.startsWith(`nat ${kind}-`))?.[1] ?? null
}

/** Endpoints that a chain's rules send to, without ports. */
export function endpointsIn(rules: readonly string[] | null): string[] {
  return (rules ?? []).flatMap((rule) => / -> ([\d.]+):\d+"/.exec(rule)?.[1] ?? [])
}
