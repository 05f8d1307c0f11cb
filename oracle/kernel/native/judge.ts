import { judgePackets, type Verdict } from '@/oracle/kernel/judge'
import type { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { TABLES } from '@/oracle/kernel/native/rulesets'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/** Loads a native rule set, and judges packets by it. */
export async function judgeNative(
  laboratory: Laboratory,
  version: 4 | 6,
  ruleset: string,
  sent: readonly SentPacket[],
): Promise<Verdict[]> {
  const refused = await load(laboratory, ruleset)
  if (refused !== null) return [{ difference: `the kernel refuses the rules: ${refused}\n${ruleset}`, ways: 0 }]
  return judgePackets(laboratory, version, sent)
}

/** How often rules are left out that cannot be: parts that exclude each other, or that this kernel lacks. */
const MAX_ATTEMPTS = 24

/** Loads it without the rules that nft or the kernel refuses; null, or what they have against the rest. */
async function load(laboratory: Laboratory, ruleset: string): Promise<string | null> {
  const names = TABLES.flatMap(({ family, name }) => (family === 'ip' ? ['ip', 'ip6'] : [family]).map((one) => `${one} ${name}`))
  const lines = ruleset.split('\n')
  let refused: string | null = null
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    refused = await laboratory.loadNative(names, lines.join('\n'))
    if (refused === null) return null
    const bad = refusedLines(refused)
    if (bad.length === 0) break
    for (const line of bad) lines[line - 1] = ''
  }
  return refused
}

/** nft names every line that it cannot read; of what the kernel refuses only the first counts. */
function refusedLines(message: string): number[] {
  const [first, ...others] = [...message.matchAll(/stdin:(\d{1,6}):[\d-]{1,12}: Error: (Could not process)?/g)]
  if (!first) return []
  return [first, ...(first[2] ? [] : others)].map(([, line]) => Number(line))
}
