import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import { type Json, textField } from '@/lib/netfilter/nft/json'
import { absent, number, type Scene, unknown, type Value } from '@/lib/netfilter/nft/value/value'
import { PROTOCOL_NUMBERS } from '@/lib/netfilter/protocol'

const FAMILIES = { v4: { nfproto: 2, ethertype: 0x800 }, v6: { nfproto: 10, ethertype: 0x86dd } } as const

/** `meta KEY`; null: not modelled. Source: net/netfilter/nft_meta.c. */
export function readMeta(body: Json, { view }: Scene): Value | null {
  const { packet, context } = view
  const family = FAMILIES[packet.src.includes(':') ? 'v6' : 'v4']
  switch (textField(body, 'key')) {
    case 'l4proto':
      return number(PROTOCOL_NUMBERS[packet.proto])
    case 'nfproto':
      return number(family.nfproto)
    case 'protocol':
      return number(family.ethertype)
    case 'mark':
      return number(packet.mark)
    // POSTROUTING still knows by which interface a forwarded packet came in (since Linux 5.7).
    case 'iif':
    case 'iifname':
      return { is: 'name', name: packet.in ?? context.cameBy ?? '' }
    case 'oif':
    case 'oifname':
      return { is: 'name', name: packet.out ?? '' }
    case 'skuid':
      return ownerValue('uid', context.owner)
    case 'skgid':
      return ownerValue('gid', context.owner)
    case 'pkttype':
      return packetType(packet, context)
    default:
      return null
  }
}

/** As the link handed it in: what goes to one host came to this one; what is made here is so too. Of the others the frame decides, which no dump shows. */
function packetType({ in: link, dst }: FlowPacket, context: HookContext): Value | null {
  const type = link === null ? 'LOCAL' : context.addressType(dst, null)
  return type === 'LOCAL' || type === 'UNICAST' ? number(0) : null
}

function ownerValue(id: 'uid' | 'gid', owner: Scene['view']['context']['owner']): Value {
  if (!owner) return absent('owner')
  const value = owner[id]
  return value === null ? unknown({ code: 'not-known', values: { field: id } }) : number(value)
}
