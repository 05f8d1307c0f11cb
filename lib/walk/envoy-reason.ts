import { readEnvoyReason } from '@/lib/envoy/reasons'
import type { Reason } from '@/lib/walk/reasons'

/** A sentence of lib/envoy with its code; Envoy's own words and what a dump says have none. */
export function envoyReason(reason: string): Reason {
  const reasonCode = readEnvoyReason(reason)
  return { reason, ...(reasonCode ? { reasonCode } : {}) }
}
