import { expect, inject, test } from 'vitest'
import { recordingFiles, recordingName } from '@/lib/netfilter/testing/recordings'
import { judgePackets, type Verdict } from '@/oracle/kernel/judge'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { type RecordedNamespace, recordedNamespaces } from '@/oracle/kernel/recorded/namespaces'

/*
 * The recordings' own rule sets, loaded into namespaces with the interfaces, addresses, routes and switches that were recorded: packets like the traced
 * ones, and to every target that a rule names, must take a way that the evaluation allows.
 */

const skipReason = inject('kernelReason')
const AT_ONCE = 2
const totals = { namespaces: 0, pairs: 0, agree: 0 }
/** Pods of several recordings have the same rules and routes: each is tried once. */
const tried = new Set<string>()

test.for(recordingFiles())('%s', async (file, { skip }) => {
  if (skipReason) skip(skipReason)
  const differences: string[] = []
  const waiting = recordedNamespaces(file).filter(isNew)
  const counts = { namespaces: waiting.length, pairs: 0, agree: 0 }
  const cpus = allowedCpus()
  const work = async (_: unknown, index: number) => {
    for (let namespace = waiting.shift(); namespace; namespace = waiting.shift()) {
      const verdicts = await judgeRecorded(namespace, cpus[index % cpus.length] ?? 0)
      counts.pairs += verdicts.length
      for (const { difference } of verdicts) {
        if (difference === null) counts.agree++
        else differences.push(`${namespace.name}: ${difference}`)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE * Math.min(2, cpus.length) }, work))
  for (const key of ['namespaces', 'pairs', 'agree'] as const) totals[key] += counts[key]
  console.log(`${recordingName(file)}: agree ${counts.agree} of ${counts.pairs} packets in ${counts.namespaces} namespaces`)
  expect(differences.slice(0, 2).join('\n\n'), `${differences.length} of ${counts.pairs} differ`).toBe('')
})

test('altogether', ({ skip }) => {
  if (skipReason) skip(skipReason)
  console.log(`recordings: agree ${totals.agree} of ${totals.pairs} packets in ${totals.namespaces} namespaces`)
  expect(totals.pairs).toBeGreaterThan(0)
  expect(totals.agree).toBe(totals.pairs)
})

function isNew({ topology, dump, native, packets }: RecordedNamespace): boolean {
  const key = JSON.stringify([
    topology,
    dump.replaceAll(/\[\d+:\d+\]/g, '').replaceAll(/^#.*$/gm, ''),
    native,
    packets.map(({ dst, dport }) => [dst, dport]),
  ])
  if (tried.has(key)) return false
  tried.add(key)
  return packets.length > 0
}

async function judgeRecorded({ topology, dump, native, packets }: RecordedNamespace, cpu: number): Promise<Verdict[]> {
  const laboratory = await Laboratory.open(topology, cpu)
  try {
    const refused = (await laboratory.load(4, dump)) ?? (native === null ? null : await laboratory.loadJson(native))
    if (refused !== null) return [{ difference: `the kernel refuses the rules: ${refused}`, ways: 0 }]
    return await judgePackets(laboratory, 4, packets)
  } finally {
    await laboratory.close()
  }
}
