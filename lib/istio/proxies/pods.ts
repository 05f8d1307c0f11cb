import { z } from 'zod'
import type { Problem } from '@/lib/istio/json'
import { parseList } from '@/lib/kubernetes/list'
import type { Snapshot } from '@/lib/recording/snapshot'

const PROXY_CONTAINER = 'istio-proxy'

const container = z.object({
  name: z.string(),
  image: z.string().nullish(),
  args: z.array(z.string()).nullish(),
  restartPolicy: z.string().nullish(),
})

const podSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({ nodeName: z.string().nullish(), containers: z.array(container), initContainers: z.array(container).nullish() }),
  status: z.object({ phase: z.string().nullish() }).nullish(),
})

/** A pod that by its spec runs an Istio proxy. */
export interface ProxyPod {
  id: string
  type: 'sidecar' | 'router'
  node: string | null
  /** Tag of the proxy's image. */
  version: string | null
  evidence: { entry: string; pointer: string; at: number }
}

/**
 * The pods with a container istio-proxy: beside the app, as a native sidecar (an init container that restarts), or alone as a
 * gateway. Pods that have ended are left out: nothing of them runs any more.
 */
export function proxyPods(snapshot: Snapshot): { pods: ProxyPod[]; nodes: Map<string, string>; problems: Problem[] } {
  const { items, problems } = parseList(snapshot.read('k8s/pods.json'), podSchema)
  const pods: ProxyPod[] = []
  const nodes = new Map<string, string>()
  for (const { metadata, spec, status, evidence } of items) {
    const id = `${metadata.name}.${metadata.namespace}`
    const node = spec.nodeName ?? null
    if (node) nodes.set(id, node)
    if (status?.phase === 'Succeeded' || status?.phase === 'Failed') continue
    const sidecars = (spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always')
    const proxy = [...spec.containers, ...sidecars].find((c) => c.name === PROXY_CONTAINER)
    if (!proxy) continue
    pods.push({ id, type: proxy.args?.includes('router') ? 'router' : 'sidecar', node, version: imageTag(proxy.image), evidence })
  }
  return { pods, nodes, problems }
}

/** `docker.io/istio/proxyv2:1.23.2-distroless` → `1.23.2`; null without a tag that begins like a version. */
export function imageTag(image: string | null | undefined): string | null {
  const tag = image?.split('/').at(-1)?.split('@')[0]?.split(':')[1]
  return tag?.match(/^v?(\d+\.\d+(?:\.\d+)?)/)?.[1] ?? null
}
