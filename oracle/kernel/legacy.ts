import { evaluateHook } from '@/lib/netfilter/evaluate/hook'
import type { Ruleset } from '@/lib/netfilter/model'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { agrees } from '@/oracle/kernel/journey/compare'
import { expectedJourneys } from '@/oracle/kernel/journey/expected'
import { type Journey, printJourney } from '@/oracle/kernel/journey/journey'
import type { Verdict } from '@/oracle/kernel/judge'
import type { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/** How often rules and policies counted, by `TABLE/CHAIN#PLACE` and `policy TABLE/CHAIN`; those that did not are absent. */
type Counts = ReadonlyMap<string, number>

/**
 * The same for iptables-legacy, whose rules no trace reports: the counters that a packet moves must be those of the rules and policies on one of the
 * allowed ways. Where it was in each hook the oracle's own chains still show.
 */
export async function judgeLegacy(laboratory: Laboratory, family: 4 | 6, dump: string, sent: readonly SentPacket[]): Promise<Verdict[]> {
  const refused = await laboratory.loadLegacy(family, dump)
  if (refused !== null) return [{ difference: `the kernel refuses the rules: ${refused}`, ways: 0 }]
  const verdicts: Verdict[] = []
  let before = readSaved(await laboratory.saveLegacy(family))
  const listed = await laboratory.list()
  for (const packet of sent) {
    const [reports = []] = await laboratory.send([packet])
    const after = readSaved(await laboratory.saveLegacy(family))
    const observed = laboratory.journeyOf(reports, listed)
    const moved = difference(countsOf(before), countsOf(after))
    const rules = before
    const expected = expectedJourneys((flow, context) => evaluateHook(rules, flow, context), laboratory.worlds[family], packet)
    const agreed = expected.some(
      (way) => way.open || (agrees(observed, { ...way, journey: withoutSteps(way.journey) }) && sameCounts(moved, stepCounts(way.journey))),
    )
    verdicts.push({ difference: agreed ? null : explain(packet, observed, moved, expected[0]?.journey ?? []), ways: expected.length })
    before = after
  }
  return verdicts
}

function readSaved(text: string): Ruleset {
  const { ruleset, problems } = parseIptablesSave(text)
  if (problems.length > 0) throw new Error(`not parsed: ${JSON.stringify(problems)}\n${text}`)
  for (const table of ruleset.tables.values()) for (const chain of table.chains.values()) if (chain.policy) chain.hooked = true
  return ruleset
}

function countsOf(ruleset: Ruleset): Counts {
  const counts = new Map<string, number>()
  for (const [table, { chains }] of ruleset.tables) {
    for (const chain of chains.values()) {
      if (chain.policy) counts.set(`policy ${table}/${chain.name}`, chain.counter?.packets ?? 0)
      for (const { index, counter } of chain.rules) counts.set(`${table}/${chain.name}#${index}`, counter?.packets ?? 0)
    }
  }
  return counts
}

function difference(before: Counts, after: Counts): Counts {
  return new Map([...after].map(([key, count]) => [key, count - (before.get(key) ?? 0)] as const).filter(([, count]) => count !== 0))
}

/** Each step but ends of chains counts once. */
function stepCounts(journey: Journey): Counts {
  const counts = new Map<string, number>()
  for (const step of journey.flatMap(({ steps }) => steps)) {
    const key = /^(?:policy \S+|(?!return )\S+)/.exec(step)?.[0]
    if (key) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function sameCounts(a: Counts, b: Counts): boolean {
  return a.size === b.size && [...a].every(([key, count]) => b.get(key) === count)
}

function withoutSteps(journey: Journey): Journey {
  return journey.map((pass) => ({ ...pass, steps: [] }))
}

function explain(packet: SentPacket, observed: Journey, moved: Counts, expected: Journey): string {
  const counted = [...moved].map(([key, count]) => `  ${key}: ${count}`).join('\n')
  return `${JSON.stringify(packet)}\nkernel:\n${printJourney(observed)}\ncounted:\n${counted}\nevaluation:\n${printJourney(expected)}`
}
