import type { Pod, ServicePort } from '@/lib/istio/describe/objects'
import { convertedProtocol } from '@/lib/istio/port-protocol'

/** The protocol that Istio takes a Service's port for, with istioctl's words for a port that says nothing. */
export function describedProtocol(port: ServicePort): string {
  const silent = !port.name && (port.appProtocol ?? null) === null && port.protocol !== 'UDP'
  return silent ? 'auto-detect' : convertedProtocol(port)
}

/** The pod's port behind a Service's: a number as it is, a name as the containers have it; null: none has that name. */
export function targetPort(pod: Pod, { targetPort: target, port, protocol }: ServicePort): number | null {
  if (typeof target !== 'string') return target ?? port
  const named = pod.spec.containers.flatMap(({ ports }) => ports ?? [])
  return named.find(({ name, protocol: own }) => name === target && (own ?? 'TCP') === (protocol ?? 'TCP'))?.containerPort ?? null
}
