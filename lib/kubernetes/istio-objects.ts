import { z } from 'zod'

const metadata = z.object({ name: z.string(), namespace: z.string() })
const labels = z.record(z.string(), z.string()).nullish()
const matchLabels = z.object({ matchLabels: labels }).nullish()

/** The fields of Istio's objects that say which workloads they are for. */
export const gatewaySchema = z.object({
  metadata,
  spec: z.object({
    selector: labels,
    servers: z.array(z.object({ port: z.object({ number: z.number() }).nullish(), hosts: z.array(z.string()).nullish() })).nullish(),
  }),
})
export const peerAuthenticationSchema = z.object({ metadata, spec: z.object({ selector: matchLabels }).nullish() })
export const requestAuthenticationSchema = z.object({ metadata, spec: z.object({ selector: matchLabels }).nullish() })
export const sidecarSchema = z.object({ metadata, spec: z.object({ workloadSelector: z.object({ labels }).nullish() }).nullish() })

export type Gateway = z.infer<typeof gatewaySchema>
export type PeerAuthentication = z.infer<typeof peerAuthenticationSchema>
export type RequestAuthentication = z.infer<typeof requestAuthenticationSchema>
export type Sidecar = z.infer<typeof sidecarSchema>

/** Whether a selector takes these labels; one that names none takes all. */
export function selects(selector: Readonly<Record<string, string>> | null | undefined, found: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => Object.hasOwn(found, key) && found[key] === value)
}
