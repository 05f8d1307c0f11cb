import { compileRule } from '@/lib/netfilter/evaluate/compile'
import { interfaceOf } from '@/lib/netfilter/match/basic'
import type { Demand } from '@/lib/netfilter/match/demand'
import type { PacketView } from '@/lib/netfilter/match/packet-view'
import type { Chain, Rule } from '@/lib/netfilter/model'
import { demandOfNative } from '@/lib/netfilter/nft/demand'
import { isNative } from '@/lib/netfilter/nft/model'

/** Shorter chains are passed rule by rule: that is quicker than to look up. */
const MIN_RULES = 24

/** Each mask is one look-up a packet: rules with further ones stand among those that every packet is held against. */
const MAX_MASKS = 64

type Positions = number[]

/** Rules that ask for a network of one mask on one side. */
interface Masked {
  of: 'source' | 'destination'
  family: 4 | 6
  mask: bigint
  rules: Map<bigint, Positions>
}

/**
 * The rules of a long chain by what they ask for: a Service's address, a node port, an interface. A rule that is not found for a packet would say no
 * to it, so that passing it over unasked changes nothing. Dispatch chains (KUBE-SERVICES) have one rule for each of thousands of Services.
 */
export class RuleIndex {
  private readonly anyPacket: Positions = []
  private readonly masked: Masked[] = []
  private readonly ports = new Map<number, Positions>()
  private readonly names = { in: new Map<string, Positions>(), out: new Map<string, Positions>() }

  constructor(rules: readonly Rule[]) {
    for (const [at, rule] of rules.entries()) this.listFor(demandOf(rule)).push(at)
  }

  /** The positions that may match a packet, in ordered lists; null: too little is known of it, and any may. */
  mayMatch(view: PacketView): readonly (readonly number[])[] | null {
    const lists: (readonly number[] | undefined)[] = [this.anyPacket, this.ports.get(view.packet.dport)]
    for (const { of, family, mask, rules } of this.masked) {
      const address = view[of]
      if (!address) return null
      if (address.family === family) lists.push(rules.get(address.value & mask))
    }
    for (const side of ['in', 'out'] as const) {
      const name = interfaceOf(view.packet, view.context, side)
      if (name !== null) lists.push(this.names[side].get(name))
    }
    return lists.filter((list) => list !== undefined)
  }

  private listFor(demand: Demand | null): Positions {
    if (!demand) return this.anyPacket
    if (demand.of === 'dport') return listIn(this.ports, demand.port)
    if ('name' in demand) return listIn(this.names[demand.of], demand.name)
    const { of, network } = demand
    const known = this.masked.find((masked) => masked.of === of && masked.family === network.family && masked.mask === network.mask)
    if (!known && this.masked.length >= MAX_MASKS) return this.anyPacket
    const masked = known ?? { of, family: network.family, mask: network.mask, rules: new Map<bigint, Positions>() }
    if (!known) this.masked.push(masked)
    return listIn(masked.rules, network.base)
  }
}

/** The first position from `at` on that one of the lists has; `end` where none has. */
export function firstFrom(lists: readonly (readonly number[])[], at: number, end: number): number {
  let first = end
  for (const list of lists) {
    let low = 0
    let high = list.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((list[middle] ?? end) < at) low = middle + 1
      else high = middle
    }
    first = Math.min(first, list[low] ?? end)
  }
  return first
}

const indexes = new WeakMap<Chain, RuleIndex>()

/** The index of a chain, made once; null: the chain is short. */
export function ruleIndexOf(chain: Chain): RuleIndex | null {
  const { rules } = chain
  if (rules.length < MIN_RULES) return null
  const index = indexes.get(chain) ?? new RuleIndex(rules)
  indexes.set(chain, index)
  return index
}

function listIn<K>(lists: Map<K, Positions>, key: K): Positions {
  const list = lists.get(key) ?? []
  lists.set(key, list)
  return list
}

/** What tells a rule from its neighbours best: one address before a port, a port before an interface or a network. */
function demandOf(rule: Rule): Demand | null {
  if (isNative(rule)) return demandOfNative(rule)
  let best: Demand | null = null
  for (const { demand } of compileRule(rule).parts) {
    if (demand && (!best || rank(demand) < rank(best))) best = demand
  }
  return best
}

function rank(demand: Demand): number {
  if (demand.of === 'dport') return 1
  if ('name' in demand) return 2
  const { family, length } = demand.network
  return length === (family === 4 ? 32 : 128) ? 0 : 3
}
