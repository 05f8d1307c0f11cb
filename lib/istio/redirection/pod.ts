import { z } from 'zod'
import { settingsOfAnnotations } from '@/lib/istio/redirection/annotations'
import { settingsOfArguments } from '@/lib/istio/redirection/arguments'
import type { RedirectionGap, RedirectionSettings } from '@/lib/istio/redirection/settings'
import type { Container, Pod } from '@/lib/kubernetes/pods'
import { PROXY_CONTAINER } from '@/lib/kubernetes/pods'
import { atLeast, parseRelease, type Release } from '@/lib/kubernetes/release'

/** What is known beside the pod itself. */
export interface RedirectionFacts {
  /** meshConfig of istiod, as JSON text; null: not observed. */
  mesh: string | null
  /** Addresses of the cluster's DNS (kubelet's clusterDNS: the Service kube-dns); empty: not known. */
  clusterDns: readonly string[]
  /** istiod's version, for images whose tag says none. */
  version: Release | null
}

const meshSchema = z.object({
  proxyListenPort: z.number().nullish(),
  proxyInboundListenPort: z.number().nullish(),
  defaultConfig: z.object({ interceptionMode: z.string().nullish(), statusPort: z.number().nullish() }).nullish(),
})
const proxyConfigSchema = z.object({ interceptionMode: z.string().nullish(), statusPort: z.number().nullish() })

/** Makes the rules (istio-init), or only looks whether istio-cni has made them. */
const INIT = new Set(['istio-init', 'istio-validation'])

/** The first 1.x whose rules may be native ones of nftables. */
const NATIVE_MINOR = 27

/** How Istio redirects a pod's packets; null: not at all; a string: it does, and why the rules cannot be computed. */
export function podRedirection(pod: Pod, facts: RedirectionFacts): RedirectionSettings | RedirectionGap | null {
  if (pod.spec.hostNetwork) return null
  const annotations = new Map(Object.entries(pod.metadata.annotations ?? {}))
  if (annotations.get('ambient.istio.io/redirection') === 'enabled') return 'ambient'
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
  const proxy = containers.find(({ name }) => name === PROXY_CONTAINER)
  const init = containers.find(({ name }) => INIT.has(name))
  if (!proxy?.args?.includes('sidecar') || interceptionMode(proxy, annotations) === 'NONE') return null
  const version = versionOf(init ?? proxy) ?? facts.version
  if (!version) return 'istio-version'
  // The plugin's own setting (NATIVE_NFTABLES) says which; of a pod only its container that looks for the rules does, by the same flag.
  if (!init && atLeast(version, NATIVE_MINOR)) return 'native-unsaid'
  const nameServers = nameServersOf(pod, facts.clusterDns)
  const cni = !init || (init.args ?? []).some((arg) => arg.startsWith('--skip-rule-apply'))
  if (init && !cni) return settingsOfArguments(init.args ?? [], environmentOf(init), version, nameServers)
  return settingsOfAnnotations(injectionFacts(proxy, init ?? null, annotations, facts.mesh, version, nameServers, cni))
}

/** What the injector knew when it wrote the pod: for pods of istio-cni, and to check the arguments of istio-init against. */
export function injectionFacts(
  proxy: Container,
  init: Container | null,
  annotations: ReadonlyMap<string, string>,
  meshText: string | null,
  version: Release,
  nameServers: readonly string[] | null,
  cni: boolean,
): Parameters<typeof settingsOfAnnotations>[0] {
  const mesh = parsed(meshSchema, meshText)
  const own = parsed(proxyConfigSchema, environmentOf(proxy).get('PROXY_CONFIG') ?? null)
  return {
    version,
    annotations,
    env: new Map([...environmentOf(proxy), ...(init ? environmentOf(init) : [])]),
    mesh: {
      proxyListenPort: mesh?.proxyListenPort ?? null,
      proxyInboundListenPort: mesh?.proxyInboundListenPort ?? null,
      interceptionMode: own?.interceptionMode ?? mesh?.defaultConfig?.interceptionMode ?? null,
      statusPort: own?.statusPort ?? mesh?.defaultConfig?.statusPort ?? null,
    },
    proxyIds: cni ? { uid: proxy.securityContext?.runAsUser ?? null, gid: proxy.securityContext?.runAsGroup ?? null } : null,
    nameServers,
    native: (init?.args ?? []).some((arg) => /^--native-nftables(=true|=1|=t)?$/i.test(arg)),
  }
}

const interceptionMode = (proxy: Container, annotations: ReadonlyMap<string, string>): string | undefined =>
  annotations.get('sidecar.istio.io/interceptionMode') ?? environmentOf(proxy).get('ISTIO_META_INTERCEPTION_MODE')

const environmentOf = (container: Container): Map<string, string> =>
  new Map((container.env ?? []).flatMap(({ name, value }) => (typeof value === 'string' ? [[name, value] as const] : [])))

/** The version in an image's tag: `…/proxyv2:1.23.2-distroless`. */
function versionOf({ image }: Container): Release | null {
  const tag = image?.split('@')[0]?.split('/').at(-1)?.split(':')[1]
  return parseRelease(tag)
}

/** Name servers of the pod's resolv.conf; null where the node's own are used. */
export function nameServersOf(pod: Pod, clusterDns: readonly string[]): readonly string[] | null {
  const own = pod.spec.dnsConfig?.nameservers ?? []
  const policy = pod.spec.dnsPolicy ?? 'ClusterFirst'
  if (policy === 'None') return own
  const cluster = policy === 'ClusterFirstWithHostNet' || policy === 'ClusterFirst'
  return cluster && clusterDns.length > 0 ? [...new Set([...clusterDns, ...own])] : null
}

function parsed<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
