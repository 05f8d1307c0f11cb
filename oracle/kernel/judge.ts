import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { agrees } from '@/oracle/kernel/journey/compare'
import { expectedJourneys } from '@/oracle/kernel/journey/expected'
import { printJourney } from '@/oracle/kernel/journey/journey'
import { noteHooked, readListed } from '@/oracle/kernel/laboratory/handles'
import type { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/** What the kernel says of one packet and the evaluation of it: null, or the difference in words. */
export interface Verdict {
  difference: string | null
  /** How many ways the evaluation allowed. */
  ways: number
}

/** Loads a dump, sends the packets, and compares the kernel's trace of each with the evaluation of what iptables-save then prints. */
export async function judge(laboratory: Laboratory, family: 4 | 6, dump: string, sent: readonly SentPacket[]): Promise<Verdict[]> {
  const refused = await laboratory.load(family, dump)
  if (refused !== null) return [{ difference: `the kernel refuses the rules: ${refused}`, ways: 0 }]
  const reports = await laboratory.send(sent)
  const [listed, saved] = [await laboratory.list(), await laboratory.save(family)]
  const { ruleset, problems } = parseIptablesSave(saved)
  if (problems.length > 0) return [{ difference: `not parsed: ${JSON.stringify(problems)}\n${saved}`, ways: 0 }]
  const { handles, hooked } = readListed(listed, family === 4 ? 'ip' : 'ip6')
  noteHooked(ruleset, hooked)
  return sent.map((packet, index) => {
    const observed = laboratory.journeyOf(reports[index] ?? [], handles)
    const expected = expectedJourneys(ruleset, laboratory.worlds[family], packet)
    if (expected.some(({ journey }) => agrees(observed, journey))) return { difference: null, ways: expected.length }
    const ways = expected.map(({ journey, open }) => `${printJourney(journey)}${open ? '\n  (open)' : ''}`)
    return {
      difference: `${JSON.stringify(packet)}\nkernel:\n${printJourney(observed)}\nevaluation:\n${ways.slice(0, 4).join('\n  --\n')}`,
      ways: expected.length,
    }
  })
}
