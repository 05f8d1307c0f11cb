import { printedNetwork } from '@/lib/netfilter/address/format'
import type { Json } from '@/lib/netfilter/nft/json'

/** Statements and expressions as `nft -j` lists them. */

export const jump = (target: string): Json => ({ jump: { target } })
export const payload = (protocol: string, field: string): Json => ({ payload: { protocol, field } })
export const meta = (key: string): Json => ({ meta: { key } })
export const match = (op: string, left: Json, right: Json): Json => ({ match: { op, left, right } })

/** A single address as it is, a network as its prefix. */
export function network(text: string): Json {
  const known = printedNetwork(text)
  const [addr = text, length = ''] = (known?.text ?? text).split('/')
  return length === '' || length === (known?.family === 6 ? '128' : '32') ? addr : { prefix: { addr, len: Number(length) } }
}
