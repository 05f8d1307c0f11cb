import type { IpFamily } from '@/lib/kube-proxy/service-port'
import type { LocalDetector } from '@/lib/kube-proxy/settings'
import { printedNetwork } from '@/lib/netfilter/address/format'
import type { Json } from '@/lib/netfilter/nft/json'

export const jump = (target: string): Json => ({ jump: { target } })
export const goTo = (target: string): Json => ({ goto: { target } })
export const DROP: Json = { drop: null }

export const protocolOf = (family: IpFamily): string => (family === 'IPv6' ? 'ip6' : 'ip')

export const payload = (protocol: string, field: string): Json => ({ payload: { protocol, field } })
export const match = (op: string, left: Json, right: Json): Json => ({ match: { op, left, right } })
export const isAddress = (family: IpFamily, field: 'saddr' | 'daddr', right: Json): Json =>
  match('==', payload(protocolOf(family), field), right)

/** A single address as it is, a network as its prefix. */
export function network(text: string): Json {
  const known = printedNetwork(text)
  const [addr = text, length = ''] = (known?.text ?? text).split('/')
  return length === '' || length === (known?.family === 6 ? '128' : '32') ? addr : { prefix: { addr, len: Number(length) } }
}

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
      return match(op, { meta: { key: 'iif' } }, detector.iface)
    case 'prefix':
      return match(op, { meta: { key: 'iifname' } }, `${detector.prefix}*`)
  }
}

const PORT = payload('th', 'dport')
const PROTOCOL: Json = { meta: { key: 'l4proto' } }

/** Looks up protocol and port, with the address in front or not. */
export const portMap = (map: string): Json => ({ vmap: { key: { concat: [PROTOCOL, PORT] }, data: `@${map}` } })
export const addressMap = (family: IpFamily, map: string): Json => ({
  vmap: { key: { concat: [payload(protocolOf(family), 'daddr'), PROTOCOL, PORT] }, data: `@${map}` },
})
