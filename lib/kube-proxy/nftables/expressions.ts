import type { IpFamily } from '@/lib/kube-proxy/service-port'
import type { LocalDetector } from '@/lib/kube-proxy/settings'
import { match, meta, network, payload } from '@/lib/netfilter/computed/nft/expressions'
import type { Json } from '@/lib/netfilter/nft/json'

export const goTo = (target: string): Json => ({ goto: { target } })
export const DROP: Json = { drop: null }

export const protocolOf = (family: IpFamily): string => (family === 'IPv6' ? 'ip6' : 'ip')

export const isAddress = (family: IpFamily, field: 'saddr' | 'daddr', right: Json): Json =>
  match('==', payload(protocolOf(family), field), right)

/** One value, or an anonymous set of several. */
export const oneOf = (values: readonly Json[]): Json => (values.length === 1 ? (values[0] ?? null) : { set: values })

export const isLocal = (field: 'saddr' | 'daddr'): Json => match('==', { fib: { result: 'type', flags: [field] } }, 'local')

/** Traffic of pods, or of all others; null: nothing tells them apart. */
export function detectorMatch(detector: LocalDetector, negated: boolean, family: IpFamily): Json | null {
  const op = negated ? '!=' : '=='
  switch (detector.by) {
    case 'none':
      return null
    case 'cidr':
      return match(op, payload(protocolOf(family), 'saddr'), network(detector.cidr))
    case 'bridge':
      return match(op, meta('iif'), detector.iface)
    case 'prefix':
      return match(op, meta('iifname'), `${detector.prefix}*`)
  }
}

const PORT = payload('th', 'dport')
const PROTOCOL = meta('l4proto')

/** Looks up protocol and port, with the address in front or not. */
export const portMap = (map: string): Json => ({ vmap: { key: { concat: [PROTOCOL, PORT] }, data: `@${map}` } })
export const addressMap = (family: IpFamily, map: string): Json => ({
  vmap: { key: { concat: [payload(protocolOf(family), 'daddr'), PROTOCOL, PORT] }, data: `@${map}` },
})
