import { outcomeName } from '@/lib/netfilter/evaluate/names'
import { PacketView } from '@/lib/netfilter/match/packet-view'
import { describeReason } from '@/lib/netfilter/match/reasons'
import type {
  Chain,
  FlowPacket,
  HookContext,
  HookEnd,
  HookEvent,
  HookTree,
  MatchReason,
  Rule,
  SkippedRule,
  Table,
} from '@/lib/netfilter/model'
import type { Outcome } from '@/lib/netfilter/target/outcome'

/** A chain that is being passed: the next rule's position, the rules passed over since the last event, and the chain to return to. */
export interface Frame {
  chain: Chain
  next: number
  skipped: SkippedRule[]
  up: Frame | null
}

/** A place on a way, from which it can be followed further. `forced`: the rule there is taken as matched. */
export interface Place {
  table: number
  base: { table: Table; chain: Chain } | null
  frame: Frame | null
  packet: FlowPacket
  uncertain: boolean
  forced: boolean
  depth: number
}

/** Before conntrack (the raw table) a packet has no connection, which xt_conntrack calls INVALID. */
const BEFORE_CONNTRACK: ReadonlySet<string> = new Set(['INVALID'])

/** Notes a rule that was passed over, and goes to the next one. */
export function skip(frame: Frame, rule: Rule, part: string, reason: MatchReason): void {
  frame.skipped.push({ rule, part, why: describeReason(reason), ...reason })
  frame.next++
}

/** One way through a hook while it is followed: where it is, and the events so far. */
export class Way {
  readonly events: HookEvent[] = []
  table: number
  frame: Frame | null
  packet: FlowPacket
  forced: boolean
  depth: number
  private base: Place['base']
  private uncertain: boolean
  private readonly context: HookContext
  private seen: PacketView | null = null

  constructor(place: Place, context: HookContext) {
    this.table = place.table
    this.base = place.base
    this.frame = place.frame && { ...place.frame, skipped: [...place.frame.skipped] }
    this.packet = place.packet
    this.uncertain = place.uncertain
    this.forced = place.forced
    this.depth = place.depth
    this.context = context
  }

  /** Where the way is now. */
  place(): Place {
    const { table, base, frame, packet, uncertain, depth } = this
    return { table, base, frame: frame && { ...frame, skipped: [...frame.skipped] }, packet, uncertain, forced: false, depth }
  }

  /** The packet as matches see it here. */
  get view(): PacketView {
    if (this.seen?.packet !== this.packet) {
      const early = this.base?.table.name === 'raw' && !this.context.natDone && !this.packet.ctstate.has('UNTRACKED')
      this.seen = new PacketView(this.packet, this.context, early ? BEFORE_CONNTRACK : this.packet.ctstate)
    }
    return this.seen
  }

  enter(table: Table, chain: Chain): Frame {
    this.base = { table, chain }
    this.frame = { chain, next: 0, skipped: [], up: null }
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

  /** -j or -g to a chain of one's own; a goto forgets where it came from. */
  jump(rule: Rule, chain: Chain, goto: boolean): null {
    this.report('rule', rule, `${goto ? 'GOTO' : 'JUMP'}:${chain.name}`, this.packet, null)
    this.advance()
    this.frame = { chain, next: 0, skipped: [], up: goto ? (this.frame?.up ?? null) : this.frame }
    return null
  }

  matched(rule: Rule, outcome: Outcome): void {
    const changed = outcome.kind === 'accept' || outcome.kind === 'continue' ? outcome : { packet: this.packet, op: null }
    this.report('rule', rule, outcomeName(outcome), changed.packet, changed.op)
    this.packet = changed.packet
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
      this.frame = { ...up, skipped: [] }
      return null
    }
    const chain = this.base?.chain
    const policy = chain?.policy ?? 'ACCEPT'
    if (chain) {
      if (this.frame?.chain !== chain) this.frame = { chain, next: chain.rules.length, skipped: [], up: null }
      // iptables-nft prints built-in chains that nobody created: without a rule the kernel has them only when nft says so.
      if (chain.rules.length > 0 || chain.hooked === true || policy === 'DROP') this.report('policy', null, policy, this.packet, null)
    }
    this.leaveTable()
    return policy
  }

  leaveTable(): void {
    this.table++
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
    unknown: Pick<HookEvent, 'reason' | 'reasonCode'> = { reason: null },
  ): void {
    const chain = this.frame?.chain
    this.events.push({
      kind,
      table: this.base?.table.name ?? '',
      chain: chain?.name ?? '',
      rule,
      outcome,
      before: this.packet,
      after,
      op,
      ruleCount: chain?.rules.length ?? 0,
      skipped: this.frame?.skipped ?? [],
      ...unknown,
    })
    if (this.frame) this.frame.skipped = []
  }
}
