import { z } from 'zod'

/** The fields of a Service that a walk uses. */
export const serviceSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: z.object({
    type: z.string().nullish(),
    clusterIP: z.string().nullish(),
    clusterIPs: z.array(z.string()).nullish(),
    ipFamilies: z.array(z.string()).nullish(),
    sessionAffinity: z.string().nullish(),
    sessionAffinityConfig: z.object({ clientIP: z.object({ timeoutSeconds: z.number().nullish() }).nullish() }).nullish(),
    healthCheckNodePort: z.number().nullish(),
    externalName: z.string().nullish(),
    externalIPs: z.array(z.string()).nullish(),
    externalTrafficPolicy: z.string().nullish(),
    internalTrafficPolicy: z.string().nullish(),
    loadBalancerSourceRanges: z.array(z.string()).nullish(),
    selector: z.record(z.string(), z.string()).nullish(),
    ports: z
      .array(
        z.object({
          name: z.string().nullish(),
          port: z.number(),
          protocol: z.string().nullish(),
          targetPort: z.union([z.number(), z.string()]).nullish(),
          nodePort: z.number().nullish(),
          appProtocol: z.string().nullish(),
        }),
      )
      .nullish(),
  }),
  status: z
    .object({
      loadBalancer: z
        .object({ ingress: z.array(z.object({ ip: z.string().nullish(), ipMode: z.string().nullish() })).nullish() })
        .nullish(),
    })
    .nullish(),
})
export type Service = z.infer<typeof serviceSchema>

/** IPv4 cluster address; null for headless and ExternalName Services. */
export function clusterIp(service: Service): string | null {
  const ip = service.spec.clusterIPs?.find((address) => !address.includes(':')) ?? service.spec.clusterIP
  return ip && ip !== 'None' && !ip.includes(':') ? ip : null
}

export const isHeadless = (service: Service): boolean => service.spec.clusterIP === 'None'

/** The fields of an EndpointSlice that a walk uses. */
export const endpointSliceSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string(), labels: z.record(z.string(), z.string()).nullish() }),
  addressType: z.string(),
  endpoints: z
    .array(
      z.object({
        addresses: z.array(z.string()),
        hostname: z.string().nullish(),
        nodeName: z.string().nullish(),
        conditions: z
          .object({ ready: z.boolean().nullish(), serving: z.boolean().nullish(), terminating: z.boolean().nullish() })
          .nullish(),
        hints: z
          .object({
            forZones: z.array(z.object({ name: z.string() })).nullish(),
            forNodes: z.array(z.object({ name: z.string() })).nullish(),
          })
          .nullish(),
        targetRef: z.object({ kind: z.string().nullish(), name: z.string().nullish(), namespace: z.string().nullish() }).nullish(),
      }),
    )
    .nullish(),
  ports: z.array(z.object({ name: z.string().nullish(), port: z.number().nullish(), protocol: z.string().nullish() })).nullish(),
})
export type EndpointSlice = z.infer<typeof endpointSliceSchema>

/** Name of the Service that a slice belongs to. */
export const sliceService = (slice: EndpointSlice): string | undefined => slice.metadata.labels?.['kubernetes.io/service-name']

/** The fields of a ServiceEntry that a walk uses. */
export const serviceEntrySchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    hosts: z.array(z.string()).nullish(),
    addresses: z.array(z.string()).nullish(),
    resolution: z.string().nullish(),
    endpoints: z.array(z.object({ address: z.string().nullish() })).nullish(),
  }),
  status: z.object({ addresses: z.array(z.object({ value: z.string().nullish(), host: z.string().nullish() })).nullish() }).nullish(),
})
export type ServiceEntry = z.infer<typeof serviceEntrySchema>
