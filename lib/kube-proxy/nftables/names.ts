import type { Endpoint } from '@/lib/kube-proxy/endpoints'
import { hashOf } from '@/lib/kube-proxy/hash'
import type { ServicePort } from '@/lib/kube-proxy/service-port'

/** kube-proxy's own table of a family. */
export const TABLE = 'kube-proxy'

const HASH_CHARS = 8
/** nftables takes longer names; kube-proxy leaves room for what stands before. */
const MAX_NAME_CHARS = 240

/** HASH-NAMESPACE/NAME/PROTOCOL/PORT; what stands before it says what the chain is for. Source: pkg/proxy/nftables. */
export function portName({ namespace, name, protocol, portName: port }: ServicePort): string {
  return hashed(`${namespace}/${name}/${protocol}/${port}`)
}

/** HASH-NAMESPACE/NAME/PROTOCOL/PORT__IP/PORT, with dots for the colons of IPv6. */
export function endpointName({ namespace, name, protocol, portName: port }: ServicePort, { ip, address }: Endpoint): string {
  const number = address.slice(address.lastIndexOf(':') + 1)
  return hashed(`${namespace}/${name}/${protocol}/${port}__${ip.replaceAll(':', '.')}/${number}`)
}

function hashed(name: string): string {
  const full = `${hashOf(name, HASH_CHARS)}-${name}`
  return full.length > MAX_NAME_CHARS ? `${full.slice(0, MAX_NAME_CHARS - 3)}...` : full
}

const OF_SERVICE =
  /^(?:service|local|external|endpoint|firewall|affinity)-[A-Z2-7]{8}-([a-z0-9.-]{1,253})\/([a-z0-9.-]{1,253})\/[a-z]{1,8}\/([a-z0-9-]{0,63})/

/** NAMESPACE/NAME[:PORT] of the Service that a chain is named by. */
export function serviceOfChain(chain: string): string | null {
  const [, namespace, name, port] = OF_SERVICE.exec(chain) ?? []
  return namespace && name ? `${namespace}/${name}${port ? `:${port}` : ''}` : null
}
