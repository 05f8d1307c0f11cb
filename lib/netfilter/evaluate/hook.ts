import { withPort } from '@/lib/netfilter/address/format'
import { type BaseChain, chainsOfSave } from '@/lib/netfilter/evaluate/base-chains'
import { compileRule } from '@/lib/netfilter/evaluate/compile'
import { forkLabel, NO_MATCH, outcomeName } from '@/lib/netfilter/evaluate/names'
import { applyVerdict } from '@/lib/netfilter/evaluate/native'
import { type Frame, type Place, skip } from '@/lib/netfilter/evaluate/place'
import { SkippedRules } from '@/lib/netfilter/evaluate/skipped-rules'
import { type RuleAnswer, testRule } from '@/lib/netfilter/evaluate/test-rule'
import { Way } from '@/lib/netfilter/evaluate/way'
import { nativePart } from '@/lib/netfilter/evaluate/why-skipped'
import type { FlowPacket, HookBranch, HookContext, HookTree, MatchReason, Rule, Ruleset } from '@/lib/netfilter/model'
import { isNative, type NftRule } from '@/lib/netfilter/nft/model'
import { runRule } from '@/lib/netfilter/nft/run'
import type { Outcome } from '@/lib/netfilter/target/outcome'
import { TARGETS } from '@/lib/netfilter/target/targets'

/** Most ways through one hook: a Service of some thousand endpoints is one fork of as many. */
export const MAX_WAYS = 8192

/** Most forks inside each other; the rest of such a way is unknown. */
export const MAX_FORK_DEPTH = 64

/** Most rules that one way can pass before it is taken for endless (the kernel refuses loops of chains). */
export const MAX_STEPS = 1_000_000

/** The same for the tables of one `iptables-save`, in the order of their priority. */
export function evaluateHook(ruleset: Ruleset, packet: FlowPacket, context: HookContext): HookTree {
  return evaluateChains(chainsOfSave(ruleset, context.hook), packet, context)
}

/**
 * Takes the first packet of a new connection through the base chains of one hook, in their order, as netfilter does. The events are what
 * the kernel's trace reports. What is not known forks: both ways are followed, with probability null. Never throws for a parsed ruleset.
 */
export function evaluateChains(chains: readonly BaseChain[], packet: FlowPacket, context: HookContext): HookTree {
  const start: Place = {
    at: 0,
    frame: null,
    base: null,
    packet,
    uncertain: false,
    forced: false,
    resumed: null,
    translated: false,
    depth: 0,
  }
  return new HookWalk(chains, context).follow(start)
}

class HookWalk {
  private readonly chains: readonly BaseChain[]
  private readonly context: HookContext
  private ways = 1

  constructor(chains: readonly BaseChain[], context: HookContext) {
    this.chains = chains
    this.context = context
  }

  /** Follows one way from a place to its end or its next fork. */
  follow(place: Place): HookTree {
    const way = new Way(place, this.context)
    for (let steps = 0; steps < MAX_STEPS; steps++) {
      const frame = way.frame ?? this.enterChain(way)
      if (!frame) return way.end('accept')
      if (!way.forced && !way.resumed) way.passOver(frame)
      const rule = frame.chain.rules[frame.next]
      if (!rule) {
        if (way.leaveChain() === 'DROP') return way.end('drop')
        continue
      }
      if (isNative(rule)) {
        const tree = this.carryOut(way, frame, rule)
        if (tree) return tree
        continue
      }
      const answer: RuleAnswer = way.forced ? { is: 'yes' } : testRule(compileRule(rule), way.view)
      way.forced = false
      if (answer.is === 'no') skip(frame, way.tell)
      else if (answer.is === 'chance') return this.fork(way, () => this.byChance(way.place()))
      else if (answer.is === 'unknown') {
        way.unknown(rule, answer.reason, answer.part)
        return this.fork(way, () => this.bothWays(way.place(), frame, rule, answer))
      } else {
        const tree = this.apply(way, rule)
        if (tree) return tree
      }
    }
    return way.stop({ code: 'too-many-steps', values: { limit: String(MAX_STEPS) } })
  }

  /** The next base chain that the packet meets; null behind the last one. */
  private enterChain(way: Way): Frame | null {
    for (; way.at < this.chains.length; way.at++) {
      const base = this.chains[way.at]
      if (!base) continue
      // nat is met by a connection once, and once it is translated no further chain is asked; what conntrack leaves alone never is.
      if (base.type === 'nat' && (this.context.natDone || way.translated || way.packet.ctstate.has('UNTRACKED'))) continue
      return way.enter(base)
    }
    return null
  }

  /** A native rule, statement by statement. A tree: the way ends or forks here; null: it goes on. */
  private carryOut(way: Way, frame: Frame, rule: NftRule): HookTree | null {
    const { stage, resumed } = way
    if (!stage) return way.stop({ code: 'unknown-target', values: { target: rule.text } }, rule)
    const result = runRule(rule, way.packet, stage, resumed)
    way.resumed = null
    if (result.is === 'passed') {
      const asBefore = !resumed && result.packet === way.packet
      skip(frame, asBefore ? way.tell : () => nativePart(result, stage.table.family))
      way.packet = result.packet
      return null
    }
    if (result.is === 'matched') return applyVerdict(way, rule, result, stage.table)
    if (result.unknown) way.unknown(rule, result.unknown, result.part)
    return this.fork(way, () =>
      result.ways.map((taken) => ({
        probability: taken.probability,
        label: taken.leads === 'break' ? NO_MATCH : taken.label || forkLabel(rule),
        rule: taken.leads === 'break' ? null : rule,
        tree: this.follow(way.resumedAt({ progress: result.progress, way: taken })),
      })),
    )
  }

  /** Does what a rule that matched says. A tree: the way ends or forks here; null: it goes on. */
  private apply(way: Way, rule: Rule): HookTree | null {
    const compiled = compileRule(rule)
    if (compiled.target === null) return way.goOn(rule)
    const target = TARGETS.get(compiled.target)
    const chain = target ? undefined : way.base?.table.chains.get(compiled.target)
    if (chain) return way.jump(rule, chain, compiled.goto)
    if (!target) return this.unknownTarget(way, rule, compiled.target)
    const [first, ...others] = target(way.packet, compiled.targetOptions, this.context)
    if (!first) return way.goOn(rule)
    if (others.length === 0) return this.applyOutcome(way, rule, first)
    return this.fork(way, () =>
      [first, ...others].map((outcome) => {
        const branch = new Way({ ...way.place(), uncertain: true }, this.context)
        const label =
          outcome.kind === 'accept' || outcome.kind === 'continue'
            ? withPort(outcome.packet.dst, outcome.packet.dport)
            : outcomeName(outcome)
        return {
          probability: null,
          label,
          rule,
          tree: this.applyOutcome(branch, rule, outcome) ?? branch.join(this.follow(branch.place())),
        }
      }),
    )
  }

  private applyOutcome(way: Way, rule: Rule, outcome: Outcome): HookTree | null {
    way.matched(rule, outcome)
    if (outcome.kind === 'drop') return way.end('drop')
    if (outcome.kind === 'reject') return way.end('reject', outcome.rejectWith)
    if (outcome.kind === 'unknown') return way.stop(outcome.reason, rule)
    if (outcome.kind === 'accept') way.leaveTable()
    else if (outcome.kind === 'continue') way.advance()
    else if (way.returnFromChain() === 'DROP') return way.end('drop')
    return null
  }

  /** It may go on as if nothing had been, or not: the one way is followed, of the other nothing can be told. */
  private unknownTarget(way: Way, rule: Rule, target: string): HookTree {
    const reason: MatchReason = { code: 'unknown-target', values: { target } }
    way.matchedUnknown(rule)
    way.unknown(rule, reason, `-j ${target}`)
    return this.fork(way, () => {
      const onward = { ...way.place(), uncertain: true }
      if (onward.frame) onward.frame = { ...onward.frame, next: onward.frame.next + 1 }
      const stopped = new Way({ ...way.place(), uncertain: true }, this.context)
      return [
        { probability: null, label: 'CONTINUE', rule, tree: this.follow(onward) },
        { probability: null, label: target, rule, tree: stopped.stop(reason, rule) },
      ]
    })
  }

  /** A part of the rule is unknown: once as if it matched, once as if it did not. */
  private bothWays(place: Place, frame: Frame, rule: Rule, answer: { part: string; reason: MatchReason }): HookBranch[] {
    const passed = { ...frame, skipped: SkippedRules.none }
    skip(passed, () => answer)
    const matched = this.follow({ ...place, uncertain: true, forced: true })
    const other = this.follow({ ...place, uncertain: true, frame: passed })
    return [
      { probability: null, label: forkLabel(rule), rule, tree: matched },
      { probability: null, label: NO_MATCH, rule: null, tree: other },
    ]
  }

  /** Dice: one fork for all the rules in a row that throw them, with the probability of each way as a whole. */
  private byChance(place: Place): HookBranch[] {
    const branches: HookBranch[] = []
    const way = new Way(place, this.context)
    const frame = way.frame
    let remaining = 1
    while (frame) {
      way.passOver(frame)
      const rule = frame.chain.rules[frame.next]
      const answer = rule ? testRule(compileRule(rule), way.view) : null
      if (!rule || !answer || answer.is === 'unknown') break
      if (answer.is === 'no') skip(frame, way.tell)
      else {
        const probability = answer.is === 'chance' ? answer.probability : 1
        if (probability > 0)
          branches.push({
            probability: remaining * probability,
            label: forkLabel(rule),
            rule,
            tree: this.follow({ ...way.place(), forced: true }),
          })
        if (answer.is === 'yes') return branches
        remaining *= 1 - probability
        skip(frame, () => ({ part: '-m statistic', reason: { code: 'chance', values: { probability: String(probability) } } }))
      }
    }
    branches.push({ probability: remaining, label: NO_MATCH, rule: null, tree: this.follow(way.place()) })
    return branches
  }

  private fork(way: Way, branches: () => HookBranch[]): HookTree {
    if (way.depth >= MAX_FORK_DEPTH || this.ways > MAX_WAYS) return way.stop({ code: 'too-many-ways', values: { limit: String(MAX_WAYS) } })
    way.depth++
    const found = branches()
    this.ways += found.length
    return { events: way.events, end: null, branches: found }
  }
}
