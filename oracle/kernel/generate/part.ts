import fc from 'fast-check'
import type { HookName } from '@/lib/netfilter/model'
import type { Pools } from '@/oracle/kernel/generate/pools'

/** Where a rule stands, and what it can therefore ask. */
export interface RulePlace {
  pools: Pools
  table: string
  hook: HookName
  /** The rule's own `-p`; null without one, or where it names another. */
  proto: 'tcp' | 'udp' | 'sctp' | 'icmp' | 'ipv6-icmp' | null
  /** In a built-in chain iptables refuses `-o` where nothing goes out, and `-i` where nothing comes in. */
  builtIn: boolean
}

/** Whether the rule is for a protocol that has ports. */
export const hasPorts = ({ proto }: RulePlace): boolean => proto === 'tcp' || proto === 'udp' || proto === 'sctp'

export const isTcp = ({ proto }: RulePlace): boolean => proto === 'tcp'
export const isV4 = ({ pools }: RulePlace): boolean => pools.family === 4

/** Whether a packet has an interface that it came in by, or leaves by, where the rule stands. */
export const comesIn = ({ hook }: RulePlace): boolean => hook === 'PREROUTING' || hook === 'INPUT' || hook === 'FORWARD'
export const goesOut = ({ hook }: RulePlace): boolean => hook === 'OUTPUT' || hook === 'POSTROUTING' || hook === 'FORWARD'

/** One condition of a rule. A rule has at most one of each `key`. */
export interface RulePart {
  key: string
  text: string
}

/** A kind of match or target: how rules name it, where the kernel takes it, and what can be said with it. */
export interface Kind {
  /** As in `-m NAME` or `-j NAME`. */
  name: string
  /** How often, against the others. */
  weight: number
  at?: (place: RulePlace) => boolean
  text: (place: RulePlace) => fc.Arbitrary<string>
}

/** `! OPTION VALUE` or without the negation. */
export function negatable(option: string, value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fc.boolean(), value).map(([positive, text]) => `${positive ? '' : '! '}${option} ${text}`)
}

/** The kinds that can stand at a place, each as often as it says; null when there is none. */
export function oneOf(kinds: readonly Kind[], place: RulePlace): fc.Arbitrary<RulePart> | null {
  const possible = kinds.filter(({ at }) => at?.(place) ?? true)
  if (possible.length === 0) return null
  return fc.oneof(
    ...possible.map(({ name, weight, text }) => ({ weight, arbitrary: text(place).map((value) => ({ key: name, text: value })) })),
  )
}
