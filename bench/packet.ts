import { once } from '@/bench/stopwatch'
import { evaluateNamespace } from '@/lib/netfilter/evaluate/namespace'
import type { HookContext, HookTree } from '@/lib/netfilter/model'
import type { NamespaceRules } from '@/lib/netfilter/namespace-rules'

const ROUNDS = 50

const context: HookContext = {
  hook: 'PREROUTING',
  addressType: (address) => (address === '192.0.2.1' ? 'LOCAL' : 'UNICAST'),
  addressesOf: () => ['192.0.2.1'],
  owner: null,
  original: { dst: '', dport: 80 },
  sourceFor: () => '192.0.2.1',
}

/** A packet from outside to an address, as it passes PREROUTING of a node. */
export function passing(rules: NamespaceRules, dst: string, dport: number): () => HookTree {
  const ctstate = new Set(['NEW'])
  const packet = { proto: 'tcp' as const, src: '203.0.113.9', sport: null, dst, dport, in: 'eth0', out: null, mark: 0, ctstate }
  return () => evaluateNamespace(rules, packet, { ...context, original: { dst, dport } })
}

/** ms of the first passage, when chains and maps are read, and of many after it. */
export function passages(pass: () => HookTree): { first: number; again: number[] } {
  return { first: once(pass), again: Array.from({ length: ROUNDS }, () => once(pass)) }
}
