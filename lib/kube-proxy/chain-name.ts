import { sha256 } from '@noble/hashes/sha2.js'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const HASH_CHARS = 16

/** The first 16 characters of the base32 of a text's SHA-256: what kube-proxy names its chains by (pkg/proxy/iptables). */
function hashOf(text: string): string {
  const digest = sha256(new TextEncoder().encode(text))
  let name = ''
  let bits = 0
  let held = 0
  for (let at = 0; name.length < HASH_CHARS; at++) {
    held = (held << 8) | (digest[at] ?? 0)
    bits += 8
    while (bits >= 5 && name.length < HASH_CHARS) {
      bits -= 5
      name += ALPHABET[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return name
}

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
  const hash = hashOf(portName + protocol)
  return { cluster: `KUBE-SVC-${hash}`, local: `KUBE-SVL-${hash}`, external: `KUBE-EXT-${hash}`, firewall: `KUBE-FW-${hash}` }
}

/** `endpoint`: IP:PORT or [IPv6]:PORT. */
export function endpointChain(portName: string, protocol: string, endpoint: string): string {
  return `KUBE-SEP-${hashOf(portName + protocol + endpoint)}`
}
