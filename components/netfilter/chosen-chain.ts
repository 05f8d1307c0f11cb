import type { Visit } from '@/components/netfilter/hits'
import type { OutlineDump } from '@/lib/api/netfilter-view'

/** The chain whose rules are shown. */
export interface ChosenChain {
  table: string
  chain: string
}

/** The chain that the address names; else the first one in which the question's packet matched a rule, else the first with rules. */
export function chosenChain(dump: OutlineDump, table: string | null, chain: string | null, visit: Visit | null): ChosenChain | null {
  const known = dump.tables.find(({ name }) => name === table)?.chains.some(({ name }) => name === chain)
  if (known && table && chain) return { table, chain }
  for (const { table: name, passes } of visit ? [...visit.hooks.values()].flat() : []) {
    const pass = passes.find(({ steps, depth }) => depth > 0 && steps.length > 0) ?? passes.find(({ steps }) => steps.length > 0)
    if (pass && dump.tables.some((one) => one.name === name && one.chains.some((each) => each.name === pass.chain)))
      return { table: name, chain: pass.chain }
  }
  for (const name of ['nat', 'filter', 'mangle', 'raw', ...dump.tables.map((table) => table.name)]) {
    const first = dump.tables.find((one) => one.name === name)?.chains.find(({ rules }) => rules > 0)
    if (first) return { table: name, chain: first.name }
  }
  return null
}
