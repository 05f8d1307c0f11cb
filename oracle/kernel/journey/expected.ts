import { reroutesOf } from '@/lib/netfilter/evaluate/reroute'
import type { FlowPacket, HookContext, HookEvent, HookName, HookTree } from '@/lib/netfilter/model'
import type { RoutingState } from '@/lib/netfilter/routing/state'
import { waysOf } from '@/lib/netfilter/testing/trace'
import { type HookPass, type Journey, policyStep, returnStep, ruleStep, type Seen } from '@/oracle/kernel/journey/journey'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/** What a namespace knows beside its rules. */
export interface World {
  routing: RoutingState
  listener: HookContext['listener']
}

/** One way that the evaluation allows. */
export interface ExpectedJourney {
  journey: Journey
  /** A rule or a route on it could not be told: nothing is said of what follows. */
  open: boolean
}

/** Something on its way: what it passed, and how it is now. */
interface Moving {
  passes: readonly HookPass[]
  packet: FlowPacket
  open: boolean
  /** Behind PREROUTING: TPROXY gave it to a socket, which is why it is not forwarded (ip_forward, ip6_forward). */
  taken?: boolean
  /** Behind OUTPUT: the interface that another look-up found; null when there was none. */
  dev?: string | null
}

/** Takes a packet through one hook: the evaluator with the rules that the namespace has. */
export type Evaluate = (packet: FlowPacket, context: HookContext) => HookTree

/** Ways behind one hook from which only those are followed that the kernel can have taken: dice in every hook multiply. */
const MANY = 64

interface Journeying {
  evaluate: Evaluate
  canBe: (way: ExpectedJourney) => boolean
  world: World
  sent: SentPacket
}

/** Every way that a packet can take by these rules. One to ::1 that comes in from outside meets no hook (ip6_rcv_core drops it). */
export function expectedJourneys(
  evaluate: Evaluate,
  world: World,
  sent: SentPacket,
  canBe: (way: ExpectedJourney) => boolean = () => true,
): ExpectedJourney[] {
  const { proto, src, sport, dst, dport, from } = sent
  const by = { evaluate, canBe, world, sent }
  const packet = {
    proto,
    src,
    sport,
    dst,
    dport,
    in: null,
    out: null,
    mark: 0,
    ctstate: new Set([sent.established ? 'ESTABLISHED' : 'NEW']),
  }
  if ('link' in from && dst === '::1') return [{ journey: [], open: false }]
  const found =
    'link' in from
      ? receive(by, { passes: [], packet: { ...packet, in: from.link }, open: false }, false)
      : send(by, { passes: [], packet: { ...packet, mark: from.mark }, open: false })
  return found.map(({ passes, open }) => ({ journey: passes, open }))
}

function send(by: Journeying, start: Moving): Moving[] {
  const { dst, mark } = start.packet
  const first = by.world.routing.lookupRoute({ dst, src: null, mark, iif: null })
  if (!isUsable(first)) return [{ ...start, open: first.type === 'unknown' }]
  const out = first.type === 'local' ? 'lo' : first.dev
  return pass(by, [{ ...start, packet: { ...start.packet, out } }], 'OUTPUT', false).flatMap((sent) => {
    if (stopped(sent)) return [sent]
    const dev = sent.dev ?? out
    const left = pass(by, [{ ...sent, packet: { ...sent.packet, out: dev } }], 'POSTROUTING', false)
    if (dev !== 'lo') return left
    return left.flatMap((gone) =>
      stopped(gone) ? [gone] : receive(by, { ...gone, packet: { ...gone.packet, in: 'lo', out: null } }, true),
    )
  })
}

/** In OUTPUT a packet whose new route leads nowhere is dropped at once: the tables behind are not met. */
function reroute(
  by: Journeying,
  start: FlowPacket,
  events: readonly HookEvent[],
): { dev: string | null; events: readonly HookEvent[]; dropped: boolean } {
  let dev: string | null = null
  for (const { packet, after } of reroutesOf(start, events)) {
    const route = by.world.routing.lookupRoute({ dst: packet.dst, src: packet.src, mark: packet.mark, iif: null })
    if (!isUsable(route)) return { dev, events: events.slice(0, after), dropped: true }
    dev = route.type === 'local' ? 'lo' : route.dev
  }
  return { dev, events, dropped: false }
}

const isUsable = ({ type }: { type: string }): boolean => type === 'local' || type === 'unicast'

function receive(by: Journeying, start: Moving, natDone: boolean): Moving[] {
  return pass(by, [start], 'PREROUTING', natDone).flatMap((came) => {
    if (stopped(came)) return [came]
    // What comes over lo still has the route by which it was sent.
    if (natDone) return pass(by, [came], 'INPUT', natDone)
    const { dst, src, mark, in: iif } = came.packet
    const route = by.world.routing.lookupRoute({ dst, src, mark, iif })
    if (route.type === 'local' || route.type === 'broadcast') return pass(by, [came], 'INPUT', natDone)
    if (route.type !== 'unicast') return [{ ...came, open: came.open || route.type === 'unknown' }]
    if (came.taken) return [came]
    const onward = { ...came, packet: { ...came.packet, out: route.dev } }
    return pass(by, pass(by, [onward], 'FORWARD', natDone), 'POSTROUTING', natDone)
  })
}

/** It was dropped, or nothing more can be told. */
function stopped({ passes, open }: Moving): boolean {
  return open || passes.at(-1)?.after === null
}

function pass(by: Journeying, all: readonly Moving[], hook: HookName, natDone: boolean): Moving[] {
  const ways = all.flatMap((moving) => {
    if (stopped(moving)) return [moving]
    const tree = by.evaluate(moving.packet, contextOf(by, hook, natDone))
    return [...waysOf(tree)].map((way) => {
      const packet = way.end?.packet ?? moving.packet
      const { dev, events, dropped } = hook === 'OUTPUT' ? reroute(by, moving.packet, way.events) : { ...way, dev: null, dropped: false }
      const after = way.end?.verdict === 'accept' && !dropped ? seenOf(packet) : null
      const passed = { hook, before: seenOf(moving.packet), steps: events.flatMap(stepOf), after }
      return {
        passes: [...moving.passes, passed],
        packet,
        open: way.end === null && !dropped,
        dev,
        taken: events.some(({ op }) => op === 'TPROXY'),
      }
    })
  })
  return ways.length > MANY ? ways.filter(({ passes, open }) => by.canBe({ journey: passes, open })) : ways
}

function contextOf({ world: { routing, listener }, sent }: Journeying, hook: HookName, natDone: boolean): HookContext {
  const owner = 'link' in sent.from || (hook !== 'OUTPUT' && hook !== 'POSTROUTING') ? null : { uid: sent.from.uid, gid: sent.from.gid }
  return {
    hook,
    addressType: (ip, dev) => routing.addressType(ip, dev),
    addressesOf: (iface) => routing.addressesOf(iface),
    sourceFor: (ip, out) => routing.sourceFor(ip, out),
    reversePath: (packet, how) => routing.reversePath(packet, how),
    listener,
    owner,
    original: { src: sent.src, sport: sent.sport, dst: sent.dst, dport: sent.dport },
    natDone: natDone || sent.established === true,
  }
}

function seenOf({ src, sport, dst, dport, mark, in: iif, out }: FlowPacket): Seen {
  return { src, sport, dst, dport, mark, in: iif, out }
}

function stepOf({ kind, table, chain, rule, outcome }: HookEvent): string[] {
  if (kind === 'unknown') return []
  if (kind === 'rule') return [ruleStep(table, chain, rule?.index ?? '?', outcome)]
  return [kind === 'return' ? returnStep(table, chain) : policyStep(table, chain, outcome)]
}
