import { evaluateNamespace } from '@/lib/netfilter/evaluate/namespace'
import { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { agrees, mayBecome } from '@/oracle/kernel/journey/compare'
import { type Evaluate, expectedJourneys } from '@/oracle/kernel/journey/expected'
import { printJourney } from '@/oracle/kernel/journey/journey'
import type { Listed } from '@/oracle/kernel/laboratory/handles'
import type { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/** What the kernel says of one packet and the evaluation of it: null, or the difference in words. */
export interface Verdict {
  difference: string | null
  /** How many ways the evaluation allowed. */
  ways: number
}

/** Loads a dump, and judges packets by it. */
export async function judge(laboratory: Laboratory, family: 4 | 6, dump: string, sent: readonly SentPacket[]): Promise<Verdict[]> {
  const refused = await laboratory.load(family, dump)
  if (refused !== null) return [{ difference: `the kernel refuses the rules: ${refused}`, ways: 0 }]
  return judgePackets(laboratory, family, sent)
}

/** Sends packets, and compares the kernel's trace of each with the evaluation of what iptables-save and nft print of the rules that are there. */
export async function judgePackets(laboratory: Laboratory, family: 4 | 6, sent: readonly SentPacket[]): Promise<Verdict[]> {
  const reports = await laboratory.send(sent)
  const [listed, saved] = [await laboratory.list(), await laboratory.save(family)]
  const evaluate = evaluatorOf(family, saved, listed)
  return sent.map((packet, index) => {
    const observed = laboratory.journeyOf(reports[index] ?? [], listed)
    const expected = expectedJourneys(evaluate, laboratory.worlds[family], packet, (way) => mayBecome(observed, way))
    if (expected.some((way) => agrees(observed, way))) return { difference: null, ways: expected.length }
    const ways = expected.map(({ journey, open }) => `${printJourney(journey)}${open ? '\n  (open)' : ''}`)
    return {
      difference: `${JSON.stringify(packet)}\nkernel:\n${printJourney(observed)}\nevaluation:\n${ways.slice(0, 4).join('\n  --\n')}`,
      ways: expected.length,
    }
  })
}

/** As the product evaluates a namespace, with native tables. */
function evaluatorOf(family: 4 | 6, saved: string, listed: Listed): Evaluate {
  const { ruleset, problems } = parseIptablesSave(saved)
  if (problems.length > 0) throw new Error(`not parsed: ${JSON.stringify(problems)}\n${saved}`)
  const rules = new NamespaceRules({ nft: ruleset, legacy: null, native: parseNftRuleset(listed.text, null) }, family)
  return (packet, context) => evaluateNamespace(rules, packet, context)
}
