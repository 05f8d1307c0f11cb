import { type Message, message } from '@/lib/explain/message'

/** What kube-proxy writes beside a rule for a Service port that nothing serves (facts/kube-proxy: REJECT or DROP in KUBE-SERVICES and KUBE-EXTERNAL-SERVICES). */
const noEndpoints = /--comment "([^"\s]+) has no (local )?endpoints"/

/** Why kube-proxy wrote a rule that stops packets, by its own comment; null for other rules. */
export function kubeCause(rule: string | undefined): Message | null {
  const [, service, local] = noEndpoints.exec(rule ?? '') ?? []
  return service === undefined ? null : message(local ? 'cause.noLocalEndpoints' : 'cause.noEndpoints', { service })
}
