import type { Step } from '@/lib/api/step'
import type { Section } from '@/lib/path/items'
import type { LayoutOptions, PacketTag } from '@/lib/path/model'

/** A pod's own address is where the packets that come in are sent to, before anything in it rewrites them. */
function addressOf(steps: Step[]): string {
  const inbound = steps.find((s) => s.hook === 'PREROUTING' && s.packet && s.packet.before.in !== 'lo')
  if (inbound?.packet) return inbound.packet.before.dst
  return steps.flatMap((s) => s.packet?.before.src ?? []).find((src) => !src.startsWith('127.')) ?? ''
}

const podName = (netns: string) => {
  const dot = netns.indexOf('.')
  return dot < 0 ? { namespace: '', name: netns } : { namespace: netns.slice(0, dot), name: netns.slice(dot + 1) }
}

/** A pod frame's name, and its namespace and address. */
export const podLabel = (options: LayoutOptions) => (s: Section) => {
  const { namespace, name } = podName(s.netns)
  const ip = options.places.get(s.netns)?.ip ?? addressOf(s.steps)
  return { name, sub: [namespace, ip].filter(Boolean).join(' · ') }
}

/** The packet as it comes to a column; `last` is the one of the column before, to tell what changed. */
export function tagOf(sections: Section[], last: PacketTag | null, id: string): PacketTag | null {
  const packet = sections.find((s) => s.packet)?.packet
  if (!packet) return null
  const was = last?.packet
  return {
    id,
    packet,
    changed: {
      src: was !== undefined && (was.src !== packet.src || was.sport !== packet.sport),
      dst: was !== undefined && (was.dst !== packet.dst || was.dport !== packet.dport),
    },
    x: 0,
    y: 0,
    w: 0,
    h: 0,
  }
}
