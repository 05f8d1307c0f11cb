import { hashOf } from '@/lib/kube-proxy/hash'

const HASH_CHARS = 16

export interface ServiceChains {
  /** KUBE-SVC: endpoints by the traffic policy Cluster. */
  cluster: string
  /** KUBE-SVL: endpoints of this node. */
  local: string
  /** KUBE-EXT: what comes by node port, external or load balancer address. */
  external: string
  /** KUBE-FW: load balancer source ranges. */
  firewall: string
}

/** `portName`: NAMESPACE/NAME[:PORT NAME]; `protocol` in lower case. */
export function serviceChains(portName: string, protocol: string): ServiceChains {
  const hash = hashOf(portName + protocol, HASH_CHARS)
  return { cluster: `KUBE-SVC-${hash}`, local: `KUBE-SVL-${hash}`, external: `KUBE-EXT-${hash}`, firewall: `KUBE-FW-${hash}` }
}

/** `endpoint`: IP:PORT or [IPv6]:PORT. */
export function endpointChain(portName: string, protocol: string, endpoint: string): string {
  return `KUBE-SEP-${hashOf(portName + protocol + endpoint, HASH_CHARS)}`
}
