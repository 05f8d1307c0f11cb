import type { BaseChain } from '@/lib/netfilter/evaluate/base-chains'
import { eventAt } from '@/lib/netfilter/evaluate/event'
import { outcomeName } from '@/lib/netfilter/evaluate/names'
import { type Frame, type Place, skip } from '@/lib/netfilter/evaluate/place'
import { firstFrom, ruleIndexOf } from '@/lib/netfilter/evaluate/rule-index'
import { type Sight, sightOf } from '@/lib/netfilter/evaluate/sight'
import { SkippedRules, type Tell } from '@/lib/netfilter/evaluate/skipped-rules'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import { describeReason } from '@/lib/netfilter/match/reasons'
import type { Chain, FlowPacket, HookContext, HookEnd, HookEvent, HookTree, MatchReason, Rule } from '@/lib/netfilter/model'
import type { Resumed, Stage } from '@/lib/netfilter/nft/run'
import type { Outcome } from '@/lib/netfilter/target/outcome'

/**
 * Most chains that call each other inside one base chain, by -j or -g. The kernel loads no more than 16 of nft's (NFT_JUMP_STACK_SIZE); iptables-legacy has
 * no limit of its own.
 */
export const MAX_CALLS = 128

/** What a rule made of the packet before its verdict. */
export interface Changed {
  packet: FlowPacket
  op: HookEvent['op']
  port?: number | null
}

/** One way through a hook while it is followed: where it is, and the events so far. */
export class Way {
  readonly events: HookEvent[] = []
  at: number
  frame: Frame | null
  packet: FlowPacket
  forced: boolean
  resumed: Resumed | null
  translated: boolean
  depth: number
  base: BaseChain | null
  private uncertain: boolean
  private readonly context: HookContext
  private seen: Sight | null = null

  constructor(place: Place, context: HookContext) {
    this.at = place.at
    this.base = place.base
    this.frame = place.frame && { ...place.frame }
    this.packet = place.packet
    this.uncertain = place.uncertain
    this.forced = place.forced
    this.resumed = place.resumed
    this.translated = place.translated
    this.depth = place.depth
    this.context = context
  }

  /** Where the way is now. */
  place(): Place {
    const { at, base, frame, packet, uncertain, translated, depth } = this
    return { at, base, frame: frame && { ...frame }, packet, uncertain, forced: false, resumed: null, translated, depth }
  }

  /** Here again, with one way of the native rule that forked here. What nobody knows the probability of is uncertain. */
  resumedAt(resumed: Resumed): Place {
    return { ...this.place(), resumed, uncertain: this.uncertain || resumed.way.probability === null }
  }

  /** The packet as matches see it here. */
  get view(): PacketView {
    return this.sight.view
  }

  /** Where native rules are carried out here; null: in a chain of iptables. */
  get stage(): Stage | null {
    return this.sight.stage
  }

  /** Says later of rules that they did not match here. */
  get tell(): Tell {
    return this.sight.tell
  }

  /** The packet and the base chain stay the same for many rules. */
  private get sight(): Sight {
    if (this.seen?.view.packet !== this.packet) this.seen = sightOf(this.packet, this.base, this.context)
    return this.seen
  }

  /** Passes over the rules that cannot match, as far as the chain's index knows them. */
  passOver(frame: Frame): void {
    const { length } = frame.chain.rules
    const index = frame.next < length ? ruleIndexOf(frame.chain) : null
    if (!index) return
    const { sight } = this
    if (!sight.mayMatch.has(index)) sight.mayMatch.set(index, index.mayMatch(sight.view))
    const lists = sight.mayMatch.get(index)
    const to = lists ? firstFrom(lists, frame.next, length) : frame.next
    if (to > frame.next) skip(frame, sight.tell, to)
  }

  enter(base: BaseChain): Frame {
    this.base = base
    this.frame = { chain: base.chain, next: 0, skipped: SkippedRules.none, up: null, via: null, calls: 0 }
    this.seen = null
    return this.frame
  }

  advance(): void {
    if (this.frame) this.frame.next++
  }

  /** A rule without a target, or whose target did nothing. */
  goOn(rule: Rule): null {
    this.report('rule', rule, 'CONTINUE', this.packet, null)
    this.advance()
    return null
  }

  /** -j or -g to a chain of one's own; a goto forgets where it came from. A tree: the chains call each other in a circle, or too deep. */
  jump(rule: Rule, chain: Chain, goto: boolean, changed: Changed = { packet: this.packet, op: null }): HookTree | null {
    this.report('rule', rule, `${goto ? 'GOTO' : 'JUMP'}:${chain.name}`, changed.packet, changed.op)
    this.packet = changed.packet
    for (let frame = this.frame; frame; frame = frame.via) {
      if (frame.chain === chain) return this.stop({ code: 'loop', values: { chain: chain.name } }, rule)
    }
    const calls = (this.frame?.calls ?? 0) + 1
    if (calls > MAX_CALLS) return this.stop({ code: 'too-deep', values: { limit: String(MAX_CALLS) } }, rule)
    this.advance()
    this.frame = { chain, next: 0, skipped: SkippedRules.none, up: goto ? (this.frame?.up ?? null) : this.frame, via: this.frame, calls }
    return null
  }

  matched(rule: Rule, outcome: Outcome, changed?: Changed): void {
    const own = outcome.kind === 'accept' || outcome.kind === 'continue' ? outcome : { packet: this.packet, op: null }
    const { packet, op, port } = changed ?? { ...own, port: null }
    this.report('rule', rule, outcomeName(outcome), packet, op, { reason: null, ...(port ? { port } : {}) })
    this.packet = packet
    if (this.base?.type === 'nat' && op !== null && op !== 'MARK') this.translated = true
  }

  matchedUnknown(rule: Rule): void {
    this.report('rule', rule, 'UNKNOWN', this.packet, null)
  }

  /** The end of a chain: back to the calling one, or the policy of the built-in one, which is answered. */
  leaveChain(): 'ACCEPT' | 'DROP' | null {
    if (this.frame && this.frame.chain !== this.base?.chain) this.report('return', null, 'CONTINUE', this.packet, null)
    return this.returnFromChain()
  }

  returnFromChain(): 'ACCEPT' | 'DROP' | null {
    const up = this.frame?.up
    if (up) {
      this.frame = { ...up, skipped: SkippedRules.none }
      return null
    }
    const chain = this.base?.chain
    const policy = chain?.policy ?? 'ACCEPT'
    if (chain) {
      if (this.frame?.chain !== chain)
        this.frame = { chain, next: chain.rules.length, skipped: SkippedRules.none, up: null, via: null, calls: 0 }
      // iptables-nft prints built-in chains that nobody created: without a rule the kernel has them only when nft says so.
      if (chain.rules.length > 0 || this.base?.listed || policy === 'DROP') this.report('policy', null, policy, this.packet, null)
    }
    this.leaveTable()
    return policy
  }

  leaveTable(): void {
    this.at++
    this.frame = null
    this.base = null
  }

  /** Something on this way is not known. */
  unknown(rule: Rule | null, reason: MatchReason, part: string | null): void {
    const words = describeReason(reason)
    this.uncertain = true
    this.report('unknown', rule, 'UNKNOWN', this.packet, null, { reason: part ? `${part}: ${words}` : words, reasonCode: reason })
  }

  /** Nothing more can be told. */
  stop(reason: MatchReason, rule: Rule | null = null): HookTree {
    this.unknown(rule, reason, null)
    return { events: this.events, end: null, branches: null }
  }

  end(verdict: HookEnd['verdict'], rejectWith: string | null = null): HookTree {
    return { events: this.events, end: { verdict, packet: this.packet, rejectWith, uncertain: this.uncertain }, branches: null }
  }

  /** This way's events before those of what follows it. */
  join(tree: HookTree): HookTree {
    return { ...tree, events: [...this.events, ...tree.events] }
  }

  private report(
    kind: HookEvent['kind'],
    rule: Rule | null,
    outcome: string,
    after: FlowPacket,
    op: HookEvent['op'],
    further?: Pick<HookEvent, 'reason' | 'reasonCode' | 'port'>,
  ): void {
    const { base, frame, packet } = this
    this.events.push(eventAt({ base, frame, packet }, { kind, rule, outcome, after, op, ...further }))
    if (frame) frame.skipped = SkippedRules.none
  }
}
