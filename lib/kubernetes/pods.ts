import { z } from 'zod'

const securityContext = z.object({ runAsUser: z.number().nullish(), runAsGroup: z.number().nullish() }).nullish()

const container = z.object({
  name: z.string(),
  image: z.string().nullish(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string().nullish() })).nullish(),
  restartPolicy: z.string().nullish(),
  securityContext,
  ports: z.array(z.object({ containerPort: z.number(), protocol: z.string().nullish(), name: z.string().nullish() })).nullish(),
})
export type Container = z.infer<typeof container>

/** The fields of a Pod that a walk uses. */
export const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
    deletionTimestamp: z.string().nullish(),
  }),
  spec: z.object({
    nodeName: z.string().nullish(),
    hostNetwork: z.boolean().nullish(),
    hostname: z.string().nullish(),
    subdomain: z.string().nullish(),
    serviceAccountName: z.string().nullish(),
    dnsPolicy: z.string().nullish(),
    dnsConfig: z.object({ searches: z.array(z.string()).nullish(), nameservers: z.array(z.string()).nullish() }).nullish(),
    hostAliases: z.array(z.object({ ip: z.string(), hostnames: z.array(z.string()).nullish() })).nullish(),
    securityContext,
    containers: z.array(container),
    initContainers: z.array(container).nullish(),
  }),
  status: z
    .object({
      podIP: z.string().nullish(),
      podIPs: z.array(z.object({ ip: z.string().nullish() })).nullish(),
      phase: z.string().nullish(),
    })
    .nullish(),
})
export type Pod = z.infer<typeof podSchema>

/** What Istio's injector calls the container of Envoy, in sidecars and gateways. */
export const PROXY_CONTAINER = 'istio-proxy'

/** Containers that run beside each other, native sidecars (init containers that restart) included, in the order of the spec. */
export function runningContainers(pod: Pod): Container[] {
  const sidecars = (pod.spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always')
  return [...pod.spec.containers, ...sidecars]
}

export const isProxyContainer = (c: Container): boolean => c.name === PROXY_CONTAINER

/** The container that asks when a question names none: the first that is not the proxy. */
export function defaultContainer(pod: Pod): Container | undefined {
  const containers = runningContainers(pod)
  return containers.find((c) => !isProxyContainer(c)) ?? containers[0]
}

/** uid a container runs with by its spec, null when only the image says. */
export function specUid(pod: Pod, c: Container | undefined): number | null {
  return c?.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser ?? null
}

export function specGid(pod: Pod, c: Container | undefined): number | null {
  return c?.securityContext?.runAsGroup ?? pod.spec.securityContext?.runAsGroup ?? null
}
