import { z } from 'zod'

/** The fields of a Node that a walk uses. */
export const nodeSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).nullish() }),
  spec: z.object({ podCIDR: z.string().nullish(), podCIDRs: z.array(z.string()).nullish() }).nullish(),
  status: z
    .object({
      addresses: z.array(z.object({ type: z.string(), address: z.string() })).nullish(),
      nodeInfo: z.object({ kubeProxyVersion: z.string().nullish(), kubeletVersion: z.string().nullish() }).nullish(),
    })
    .nullish(),
})
export type Node = z.infer<typeof nodeSchema>
