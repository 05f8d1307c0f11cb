import type { Evidence, Step, Walk } from '@/lib/api/step'
import type { Netns } from '@/lib/mesh/model'
import { evaluateNamespace } from '@/lib/netfilter/evaluate/namespace'
import { reroutesOf } from '@/lib/netfilter/evaluate/reroute'
import { versionOf } from '@/lib/netfilter/family'
import { describeReason } from '@/lib/netfilter/match/reasons'
import type { FlowPacket, HookContext, HookEnd, HookEvent, HookName, HookTree } from '@/lib/netfilter/model'
import { isNative } from '@/lib/netfilter/nft/model'
import { findListener } from '@/lib/netfilter/sockets/listeners'
import { behindOtherHooks, bothBackends, unreadableRules } from '@/lib/walk/backends'
import type { WalkContext } from '@/lib/walk/context'
import { apiPacket, type Flow, unchanged } from '@/lib/walk/flow'
import { because, type Reason } from '@/lib/walk/reasons'
import { stageNumber } from '@/lib/walk/stages'
import { endAt, flatWays, fork, prepend } from '@/lib/walk/tree'

/**
 * Takes a flow through the rules of one hook of one namespace, and hands every way that comes out of it to `next`.
 * `rerouted`: the packet with which OUTPUT looked its route up again; null: the route stays.
 * `natDone`: the connection already has its conntrack entry here (it came over lo), so that no nat rule is met.
 */
export function passHook(
  context: WalkContext,
  netns: Netns,
  hook: HookName,
  flow: Flow,
  natDone: boolean,
  next: (flow: Flow, tproxyPort: number | null, rerouted: FlowPacket | null) => Walk,
): Walk {
  const version = versionOf(flow.packet.dst)
  const seen = netns.netfilter(version)
  const head: Step = {
    kind: 'hook',
    no: stageNumber(netns, hook, flow),
    netns: netns.name,
    ...(netns.node ? { node: netns.node } : {}),
    hook,
    packet: unchanged(flow.packet),
    ...(seen && hook !== 'INPUT' && !natDone ? bothBackends(seen) : {}),
    ...(seen?.computed ? { computed: true as const, ...because('rules-computed', { netns: netns.name }) } : {}),
    evidence: [...(seen?.origins ?? [])],
  }
  const spent = context.spend()
  if (spent) return endAt([head, { ...head, kind: 'unknown', ...spent }], { kind: 'unknown', ...spent })
  if (!seen || seen.unreadable || seen.damaged) {
    const reason = unreadableRules(netns, seen, version)
    const damaged = seen?.damaged ? { ...seen.damaged.origin, line: seen.damaged.problem.line } : null
    const evidence = damaged ? [damaged] : seen?.unreadable ? [seen.unreadable.origin] : head.evidence
    return endAt([head, { ...head, kind: 'unknown', ...reason, evidence }], { kind: 'unknown', ...reason })
  }
  const routing = netns.routing()
  const hookContext: HookContext = {
    hook,
    addressType: (ip, dev) => routing?.addressType(ip, dev) ?? 'unknown',
    addressesOf: (iface) => routing?.addressesOf(iface) ?? [],
    sourceFor: (ip, out) => routing?.sourceFor(ip, out) ?? null,
    owner: flow.owner,
    original: flow.original,
    natDone,
    cameBy: flow.cameBy ?? null,
    listener: (_proto, ip, port) => listenerOn(netns, ip, port),
    reversePath: (packet, how) => routing?.reversePath(packet, how) ?? 'unknown',
  }
  const tree = evaluateNamespace(seen.rules, flow.packet, hookContext)
  const evidenceOf = (event: HookEvent): Evidence[] => [...seen.placesOf(event)]
  const toStep = (event: HookEvent): Step | null => eventStep(event, head, evidenceOf(event), context.tellSkipped)
  const follow = (
    node: HookTree,
    before: Step[],
    taken: number | null,
    undoable: readonly Evidence[],
    earlier: readonly HookEvent[],
  ): Walk => {
    const passed = [...earlier, ...node.events]
    const port = tproxyPort(node.events) ?? taken
    const translating = [...undoable, ...node.events.filter(translates).flatMap(evidenceOf)]
    const steps = [...before, ...node.events.map(toStep).filter((step) => step !== null)]
    if (node.branches) {
      return fork(
        steps,
        flatWays<HookTree>(node.branches).map(({ probability, label, tree: child }) => ({
          probability,
          label,
          walk: follow(child, [], port, translating, passed),
        })),
      )
    }
    if (!node.end) return endAt(steps, { kind: 'unknown', ...(reasonOf(node.events.at(-1)) ?? because('rules-endless')) })
    return finish(steps, node.end, port, translating, reroutesOf(flow.packet, passed).at(-1)?.packet ?? null)
  }
  const finish = (
    steps: Step[],
    end: HookEnd,
    port: number | null,
    translating: readonly Evidence[],
    rerouted: FlowPacket | null,
  ): Walk => {
    if (end.verdict === 'drop') return endAt(steps, { kind: 'dropped', ...dropReason(steps, netns.name) })
    if (end.verdict === 'reject')
      return endAt(steps, {
        kind: 'rejected',
        ...because('rejected', { answer: end.rejectWith ?? 'icmp-port-unreachable', netns: netns.name }),
      })
    return prepend(steps, next({ ...flow, packet: end.packet, translating }, port, rerouted))
  }
  const walked = follow(tree, [head], null, flow.translating, [])
  return hook === 'PREROUTING' && !natDone ? behindOtherHooks(seen, head, walked) : walked
}

function listenerOn(netns: Netns, ip: string, port: number): 'exact' | 'any' | 'none' | 'unknown' {
  const observed = netns.sockets()
  return observed ? (findListener(observed.sockets, ip, port)?.how ?? 'none') : 'unknown'
}

/** Whether conntrack remembers what a rule did, and undoes it on the way back. */
const translates = ({ op }: HookEvent): boolean => op !== null && op !== 'MARK' && op !== 'TPROXY'

/** The port of the socket that TPROXY gave the packet to; the packet itself keeps its destination. */
function tproxyPort(events: readonly HookEvent[]): number | null {
  const event = events.findLast(({ op }) => op === 'TPROXY')
  const port = event?.port ?? Number(event?.rule?.options.find((option) => option.name === '--on-port')?.values[0])
  return Number.isInteger(port) && port > 0 ? port : null
}

function dropReason(steps: Step[], netns: string): Reason {
  const last = steps.at(-1)
  return because(last?.rule ? 'dropped-rule' : 'dropped-policy', { netns, chain: last?.chain ?? 'a chain' })
}

/** What the rules say, with the code that lib/netfilter gave it. */
function reasonOf(event: HookEvent | undefined): Reason | null {
  if (!event?.reason) return null
  const { reason, reasonCode: known } = event
  if (!known) return { reason }
  const cause = { code: `netfilter.${known.code}`, values: known.values }
  // "PART: WORDS" where one part of the rule is what cannot be evaluated.
  const part = reason.slice(0, -describeReason(known).length).replace(/: $/, '')
  return { reason, reasonCode: part === '' ? cause : { ...because('part', { part }).reasonCode, because: cause } }
}

/** A native rule, or the chain of a native table, has its family and its base chain; what iptables made has its hook's name. */
function familyOf({ from, rule, base }: HookEvent): { family?: string; base?: string } {
  return from?.family !== undefined && (!rule || isNative(rule)) ? { family: from.family, base } : {}
}

/** The hook's own reason is not said again by its rules. */
function bare({ reason: _reason, reasonCode: _reasonCode, ...head }: Step): Step {
  return head
}

function eventStep(event: HookEvent, head: Step, evidence: Evidence[], tellSkipped: WalkContext['tellSkipped']): Step | null {
  if (event.kind === 'return') return null
  return {
    ...bare(head),
    kind: event.kind,
    ...(event.table === '' ? {} : { table: event.table, chain: event.chain }),
    ...familyOf(event),
    ...(event.rule
      ? {
          rule: event.rule.text,
          ruleIndex: event.rule.index,
          ...(event.rule.counter ? { counter: event.rule.counter } : {}),
        }
      : {}),
    ruleCount: event.ruleCount,
    outcome: event.outcome,
    ...(event.op ? { op: event.op } : {}),
    ...tellSkipped(event.skipped),
    ...reasonOf(event),
    packet: { before: apiPacket(event.before), after: apiPacket(event.after) },
    evidence,
  }
}
