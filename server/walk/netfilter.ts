import type { NetfilterAnswer } from '@/lib/api/netfilter'
import type { Ruleset } from '@/lib/netfilter/model'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'

const files = [
  { file: 'iptables-save.txt', family: 'ip', backend: 'nft' },
  { file: 'iptables-legacy-save.txt', family: 'ip', backend: 'legacy' },
  { file: 'ip6tables-save.txt', family: 'ip6', backend: 'nft' },
] as const

/** Problems of one dump that are sent; a file of another kind has one a line. */
const MAX_PROBLEMS = 20

/** Every table, chain and rule of a network namespace at a moment. 404 when there is no such namespace. */
export function netfilterAt(recording: Recording, netns: string, at: number): NetfilterAnswer {
  const snapshot = recording.snapshotAt(at)
  const folder = recording.netnsFolder(netns)
  const paths = snapshot.under(folder)
  if (paths.length === 0) throw new Failure('notFound', `No network namespace “${netns}” had been seen by ${at} ms.`, 'netns')
  const answer: NetfilterAnswer = { netns, at, dumps: [], problems: [] }
  for (const { file, family, backend } of files) {
    const seen = snapshot.read(`${folder}/${file}`)
    if (!seen) continue
    const { ruleset, problems } = parseIptablesSave(seen.text)
    answer.dumps.push({ entry: seen.entry, at: seen.at, family, backend, tables: tablesOf(ruleset) })
    for (const { line, column, message } of problems.slice(0, MAX_PROBLEMS)) {
      answer.problems.push({ entry: seen.entry, message: `line ${line}, column ${column}: ${message}` })
    }
  }
  if (answer.dumps.length === 0) answer.problems.push({ entry: folder, message: 'its rules were not observed' })
  const native = snapshot.read(`${folder}/nft.txt`)
  if (native) answer.problems.push({ entry: native.entry, message: 'native nftables tables are not read yet' })
  return answer
}

/** Fields by name: those of a rule are getters that read the dump when first asked. */
function tablesOf(ruleset: Ruleset): NetfilterAnswer['dumps'][number]['tables'] {
  return [...ruleset.tables.values()].map((table) => ({
    name: table.name,
    chains: [...table.chains.values()].map(({ name, policy, counter, line, rules }) => ({
      name,
      policy,
      counter,
      line,
      rules: rules.map((rule) => ({
        index: rule.index,
        rule: rule.text,
        counter: rule.counter,
        line: rule.line,
        target: rule.target,
        goto: rule.goto,
      })),
    })),
  }))
}
