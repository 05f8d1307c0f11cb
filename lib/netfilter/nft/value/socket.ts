import { type Json, textField } from '@/lib/netfilter/nft/json'
import { absent, number, type Scene, unknown, type Value } from '@/lib/netfilter/nft/value/value'
import { listeningFor } from '@/lib/netfilter/sockets/listening'

/** `socket KEY` of a packet that comes in: only a listening socket can take a new connection; null: not modelled. Source: net/netfilter/nft_socket.c. */
export function readSocket(body: Json, { view }: Scene): Value | null {
  const { packet, context } = view
  if (packet.in === null) return null
  const found = listeningFor(context, packet, packet.dst, packet.dport)
  if (found === 'unknown') return unknown({ code: 'not-known', values: { field: 'socket' } })
  if (found === 'none') return absent('socket')
  return textField(body, 'key') === 'wildcard' ? number(found === 'any' ? 1 : 0) : null
}
