import { eventAt } from '@/lib/netfilter/evaluate/event'
import { evaluateChains } from '@/lib/netfilter/evaluate/hook'
import { describeReason } from '@/lib/netfilter/match/reasons'
import type { FlowPacket, HookContext, HookEvent, HookTree, MatchReason } from '@/lib/netfilter/model'
import type { NamespaceRules } from '@/lib/netfilter/namespace-rules'

/**
 * Takes a packet through everything that hangs on a hook of a namespace: iptables of both backends and native tables, by priority. Where iptables-nft and
 * iptables-legacy stand at the same place and their order matters, both orders are followed.
 */
export function evaluateNamespace(rules: NamespaceRules, packet: FlowPacket, context: HookContext): HookTree {
  const tree = evaluateChains(rules.chainsAt(context.hook), packet, context)
  const otherOrder = rules.otherOrderAt(context.hook)
  if (!otherOrder) return tree
  const other = evaluateChains(otherOrder, packet, context)
  if (endsOf(tree) === endsOf(other)) return tree
  const [first, second] = ['iptables-legacy', 'iptables-nft']
  const branch = (label: string, way: HookTree) => ({ probability: null, label, tree: uncertain(way) })
  return {
    events: [orderEvent(packet, { code: 'order', values: { first, second } })],
    end: null,
    branches: [branch(first, tree), branch(second, other)],
  }
}

/** Where the ways through a hook lead, to compare. */
function endsOf(tree: HookTree): string {
  const ends: string[] = []
  const visit = ({ end, branches, events }: HookTree, probability: number | null): void => {
    if (end) {
      const { src, sport, dst, dport, mark, ctmark } = end.packet
      ends.push(JSON.stringify([probability, end.verdict, src, sport, dst, dport, mark, ctmark]))
    } else if (!branches) ends.push(`${probability} ${events.at(-1)?.reason}`)
    for (const way of branches ?? [])
      visit(way.tree, way.probability === null || probability === null ? null : probability * way.probability)
  }
  visit(tree, 1)
  return ends.sort().join('\n')
}

function uncertain(tree: HookTree): HookTree {
  const branches = tree.branches?.map((branch) => ({ ...branch, tree: uncertain(branch.tree) })) ?? null
  return { ...tree, end: tree.end && { ...tree.end, uncertain: true }, branches }
}

function orderEvent(packet: FlowPacket, reasonCode: MatchReason): HookEvent {
  const unknown = { kind: 'unknown', rule: null, outcome: 'UNKNOWN', after: packet, op: null } as const
  return eventAt({ base: null, frame: null, packet }, { ...unknown, reason: describeReason(reasonCode), reasonCode })
}
