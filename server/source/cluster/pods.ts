import { z } from 'zod'
import { PROXY_CONTAINER } from '@/lib/kubernetes/pods'
import type { ProxyPod } from '@/server/source/cluster/envoy-admin'
import type { IstiodPod } from '@/server/source/cluster/istiod-debug'
import { type ObjectStore, ofEach } from '@/server/source/cluster/object-store'

const securityContext = z.object({ runAsUser: z.number().nullish() }).nullish()
const container = z.object({ name: z.string(), securityContext, args: z.array(z.string()).nullish(), restartPolicy: z.string().nullish() })
const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string().nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
    deletionTimestamp: z.string().nullish(),
  }),
  spec: z.object({
    nodeName: z.string().nullish(),
    hostNetwork: z.boolean().nullish(),
    securityContext,
    containers: z.array(container),
    initContainers: z.array(container).nullish(),
  }),
  status: z
    .object({
      phase: z.string().nullish(),
      podIP: z.string().nullish(),
    })
    .nullish(),
})
type Pod = z.infer<typeof podSchema>

const AGENT_LABEL = 'hopscope-agent'

export interface LivePod {
  namespace: string
  name: string
  /** NAMESPACE.POD */
  netns: string
  /** Another one when the pod was made anew under its name. */
  uid: string
  node: string | null
  ip: string | null
  hostNetwork: boolean
  running: boolean
  proxy: (ProxyPod & { gateway: boolean }) | null
  istiod: IstiodPod | null
  /** The node agent of its node. */
  isAgent: boolean
  /** istio-init has made its rules, and its log says which. */
  hasInit: boolean
  /** Containers whose user only the image says. */
  userless: string[]
}

/** null: it has ended, or is none. */
const readPod = ofEach((json): LivePod | null => {
  const parsed = podSchema.safeParse(json)
  return parsed.success && !['Succeeded', 'Failed'].includes(parsed.data.status?.phase ?? '') ? livePod(parsed.data) : null
})

/** The pods of a store as a collector needs them. Pods that have ended are left out. */
export const livePods = (store: ObjectStore | null): LivePod[] => [...(store?.values() ?? [])].map(readPod).filter((pod) => pod !== null)

function livePod({ metadata, spec, status }: Pod): LivePod {
  const { name, namespace, labels } = metadata
  const sidecars = (spec.initContainers ?? []).filter((each) => each.restartPolicy === 'Always')
  const proxy = [...spec.containers, ...sidecars].find((each) => each.name === PROXY_CONTAINER)
  const running = status?.phase === 'Running'
  return {
    namespace,
    name,
    netns: `${namespace}.${name}`,
    uid: metadata.uid ?? '',
    node: spec.nodeName ?? null,
    ip: status?.podIP ?? null,
    hostNetwork: spec.hostNetwork === true,
    running,
    proxy: proxy ? { namespace, name, container: PROXY_CONTAINER, gateway: proxy.args?.includes('router') === true } : null,
    istiod: labels?.app === 'istiod' ? { namespace, name } : null,
    isAgent: labels?.['app.kubernetes.io/name'] === AGENT_LABEL,
    hasInit: (spec.initContainers ?? []).some((each) => each.name === 'istio-init'),
    userless:
      (spec.securityContext?.runAsUser ?? null) === null
        ? spec.containers.flatMap((each) =>
            each.name !== PROXY_CONTAINER && (each.securityContext?.runAsUser ?? null) === null ? [each.name] : [],
          )
        : [],
  }
}
