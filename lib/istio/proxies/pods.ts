import { z } from 'zod'
import type { Problem } from '@/lib/istio/json'
import { asksForSidecar, namespaceLabels } from '@/lib/istio/proxies/injection'
import type { PodWithoutProxy } from '@/lib/istio/proxies/model'
import { parseList } from '@/lib/kubernetes/list'
import { PROXY_CONTAINER } from '@/lib/kubernetes/pods'
import type { Snapshot } from '@/lib/recording/snapshot'

/** Istio's own label of the pods that istioctl asks. */
const ISTIOD = 'istiod'

const container = z.object({
  name: z.string(),
  image: z.string().nullish(),
  args: z.array(z.string()).nullish(),
  restartPolicy: z.string().nullish(),
})

const words = z.record(z.string(), z.string()).nullish()
const terminated = z.object({ reason: z.string().nullish(), finishedAt: z.string().nullish() }).nullish()
const containerStatus = z.object({
  name: z.string(),
  restartCount: z.number().nullish(),
  lastState: z.object({ terminated }).nullish(),
})

const podSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), labels: words, annotations: words }),
  spec: z.object({
    nodeName: z.string().nullish(),
    hostNetwork: z.boolean().nullish(),
    containers: z.array(container),
    initContainers: z.array(container).nullish(),
  }),
  status: z
    .object({
      phase: z.string().nullish(),
      containerStatuses: z.array(containerStatus).nullish(),
      initContainerStatuses: z.array(containerStatus).nullish(),
    })
    .nullish(),
})
type PodStatus = z.infer<typeof podSchema>['status']

/** How often a proxy's container was started again, and what ended it the last time; `at` is RFC 3339. */
export interface Restarts {
  count: number
  reason: string | null
  at: string | null
}

/** A pod that by its spec runs an Istio proxy. */
export interface ProxyPod {
  id: string
  type: 'sidecar' | 'router'
  node: string | null
  /** Tag of the proxy's image. */
  version: string | null
  /** null: its status does not say. */
  restarts: Restarts | null
  evidence: { entry: string; pointer: string; at: number }
}

/**
 * The pods with a container istio-proxy: beside the app, as a native sidecar (an init container that restarts), or alone as a
 * gateway; and the pods that should have one by their labels and have none. Pods that have ended are left out: nothing of them runs any more.
 */
export function proxyPods(snapshot: Snapshot): {
  pods: ProxyPod[]
  without: PodWithoutProxy[]
  nodes: Map<string, string>
  /** POD.NAMESPACE of the istiods that run. */
  istiods: string[]
  problems: Problem[]
} {
  const { items, problems } = parseList(snapshot.read('k8s/pods.json'), podSchema)
  const namespaces = namespaceLabels(snapshot)
  const pods: ProxyPod[] = []
  const without: PodWithoutProxy[] = []
  const nodes = new Map<string, string>()
  const istiods: string[] = []
  for (const { metadata, spec, status, evidence } of items) {
    const id = `${metadata.name}.${metadata.namespace}`
    const node = spec.nodeName ?? null
    if (node) nodes.set(id, node)
    if (status?.phase === 'Succeeded' || status?.phase === 'Failed') continue
    if (metadata.labels?.app === ISTIOD) istiods.push(id)
    const sidecars = (spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always')
    const proxy = [...spec.containers, ...sidecars].find((c) => c.name === PROXY_CONTAINER)
    if (proxy) {
      const type = proxy.args?.includes('router') ? 'router' : 'sidecar'
      pods.push({ id, type, node, version: imageTag(proxy.image), restarts: restartsOf(status), evidence })
      continue
    }
    const asked = asksForSidecar({ ...metadata, hostNetwork: spec.hostNetwork ?? false }, namespaces.get(metadata.namespace) ?? null)
    if (asked) without.push({ id, name: metadata.name, namespace: metadata.namespace, asked, evidence: [evidence] })
  }
  return { pods, without, nodes, istiods, problems }
}

function restartsOf(status: PodStatus): Restarts | null {
  const all = [...(status?.containerStatuses ?? []), ...(status?.initContainerStatuses ?? [])]
  const proxy = all.find(({ name }) => name === PROXY_CONTAINER)
  if (typeof proxy?.restartCount !== 'number') return null
  const last = proxy.lastState?.terminated
  return { count: proxy.restartCount, reason: last?.reason ?? null, at: last?.finishedAt ?? null }
}

/** `docker.io/istio/proxyv2:1.23.2-distroless` → `1.23.2`; null without a tag that begins like a version. */
function imageTag(image: string | null | undefined): string | null {
  const tag = image?.split('/').at(-1)?.split('@')[0]?.split(':')[1]
  return tag?.match(/^v?(\d+\.\d+(?:\.\d+)?)/)?.[1] ?? null
}
