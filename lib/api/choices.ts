import { z } from 'zod'

/** A pod that can ask. `netns` is the value for `from`: NAMESPACE.POD. */
const podChoice = z.object({
  netns: z.string(),
  namespace: z.string(),
  name: z.string(),
  node: z.string().nullable(),
  ip: z.string().nullable(),
  hostNetwork: z.boolean(),
  hasProxy: z.boolean(),
  /** Containers without the proxy. */
  containers: z.array(z.string()),
})

const servicePort = z.object({ name: z.string().nullable(), port: z.number(), nodePort: z.number().nullable() })

const serviceChoice = z.object({
  namespace: z.string(),
  name: z.string(),
  host: z.string(),
  type: z.string(),
  clusterIP: z.string().nullable(),
  externalIPs: z.array(z.string()),
  ports: z.array(servicePort),
})

/** GET /api/choices?recording=&at= : what the question bar offers; free text is allowed beside it. */
export const choicesSchema = z.object({
  clients: z.array(
    z.object({
      name: z.string(),
      ip: z.string(),
      hosts: z.array(z.string()),
      /** The addresses of `hosts`, in their order. */
      addresses: z.array(z.string()),
    }),
  ),
  nodes: z.array(z.object({ name: z.string(), ip: z.string() })),
  pods: z.array(podChoice),
  services: z.array(serviceChoice),
  /** Hosts of VirtualServices, Gateways and ServiceEntries, `*` left out. */
  hosts: z.array(z.string()),
})
export type Choices = z.infer<typeof choicesSchema>
