import fc from 'fast-check'
import { TABLES_OF_HOOK } from '@/lib/netfilter/evaluate/tables'
import type { Kind, RulePlace } from '@/oracle/kernel/generate/part'
import type { Pools } from '@/oracle/kernel/generate/pools'
import type { Supported } from '@/oracle/kernel/generate/rulesets'

const HOOKS = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] as const
const SAMPLES = 12

/** Leaves out the kinds of matches and targets that this kernel or its iptables does not have, and names them. `load` answers null when a dump is taken. */
export async function probe(
  pools: Pools,
  all: Supported,
  load: (dump: string) => Promise<string | null>,
): Promise<{ supported: Supported; missing: string[] }> {
  const missing: string[] = []
  const known = async (kinds: readonly Kind[], what: string) => {
    const found: Kind[] = []
    for (const kind of kinds) {
      const place = placeOf(kind, pools)
      if (!place) continue
      const refused = await load(dumpOf(kind, place, what))
      if (refused === null) found.push(kind)
      else missing.push(`${what} ${kind.name} (${refused.replaceAll('\n', ' ')})`)
    }
    return found
  }
  const supported = {
    matches: await known(all.matches, '-m'),
    hidden: await known(all.hidden, '-m'),
    targets: await known(all.targets, '-j'),
  }
  return { supported, missing }
}

/** The first place that takes a kind; null when none does in this family. */
function placeOf(kind: Kind, pools: Pools): RulePlace | null {
  for (const hook of HOOKS)
    for (const table of TABLES_OF_HOOK[hook])
      for (const proto of [null, 'tcp', 'udp', 'sctp', pools.family === 4 ? 'icmp' : 'ipv6-icmp'] as const) {
        const place = { pools, table, hook, proto, builtIn: true }
        if (kind.at?.(place) ?? true) return place
      }
  return null
}

function dumpOf(kind: Kind, place: RulePlace, what: string): string {
  const texts = [...new Set(fc.sample(kind.text(place), { numRuns: SAMPLES, seed: 1 }))]
  const rules = texts.map(
    (text) => `-A ${place.hook} ${place.proto ? `-p ${place.proto} ` : ''}${text}${what === '-m' ? ' -j ACCEPT' : ''}`,
  )
  return `*${place.table}\n:${place.hook} ACCEPT [0:0]\n${rules.join('\n')}\nCOMMIT\n`
}
