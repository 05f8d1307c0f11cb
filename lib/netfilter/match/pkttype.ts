import { type Answer, compare, notModelled } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m pkttype`: how the link handed a packet in. What goes to one host came to this one; of what goes to several the frame decides, which no dump shows. */
export const pkttype: MatchModule = {
  compile: (options) =>
    options.map((option) => {
      const text = printOption(option)
      return { text, test: (view) => testType(view, option.values[0] ?? '', option.negated, text) }
    }),
}

function testType({ packet, context }: PacketView, wanted: string, negated: boolean, text: string): Answer {
  const type = packet.in === null ? 'LOCAL' : context.addressType(packet.dst, null)
  if (type !== 'LOCAL' && type !== 'UNICAST') return notModelled(text)
  return compare(wanted === 'unicast' || wanted === 'host', negated, 'dsttype', 'unicast', wanted)
}
