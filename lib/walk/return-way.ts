import type { Step } from '@/lib/api/step'
import type { Netns } from '@/lib/mesh/model'
import type { FlowPacket } from '@/lib/netfilter/model'
import { apiPacket, type Flow, sameTuple, type Translation } from '@/lib/walk/flow'

/** Notes what one namespace translated, for the way back; nothing when the packet left as it came. */
export function remember(flow: Flow, netns: Netns, before: FlowPacket): Flow {
  if (sameTuple(before, flow.packet)) return { ...flow, translating: [] }
  const translation: Translation = { netns: netns.name, node: netns.node, before, after: flow.packet, evidence: flow.translating }
  return { ...flow, translating: [], trail: [...flow.trail, translation] }
}

/**
 * The steps of the way back: conntrack undoes every translation in the namespace that made it, last first; no nat rule is
 * met again. The packet before is the answer as it comes in, the packet after as it goes on.
 */
export function returnSteps(flow: Flow): Step[] {
  return flow.trail.toReversed().map((translation) => {
    const { netns, node, before, after } = translation
    const undone = [
      ...(before.dst !== after.dst || before.dport !== after.dport ? ['DNAT'] : []),
      ...(before.src !== after.src || before.sport !== after.sport ? ['SNAT'] : []),
    ]
    return {
      kind: 'conntrack' as const,
      netns,
      ...(node ? { node } : {}),
      facts: { undone: undone.join(' ') },
      packet: { before: apiPacket(reply(after)), after: apiPacket(reply(before)) },
      evidence: [...translation.evidence],
    }
  })
}

/** The answer to a packet: source and destination change places; port 0 stands for one that the kernel chose. */
function reply(packet: FlowPacket): FlowPacket {
  return {
    ...packet,
    src: packet.dst,
    sport: packet.dport,
    dst: packet.src,
    dport: packet.sport ?? 0,
    in: null,
    out: null,
    ctstate: new Set(['ESTABLISHED']),
  }
}
