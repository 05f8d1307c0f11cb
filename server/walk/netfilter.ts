import type { NetfilterAnswer } from '@/lib/api/netfilter'
import { type SeenRules, seenRules } from '@/lib/mesh/netfilter'
import type { Ruleset, Table } from '@/lib/netfilter/model'
import { isNativeTable } from '@/lib/netfilter/nft/model'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'
import { IPTABLES_FILES } from '@/server/netfilter/dumps'

/** Problems of one dump that are sent; a file of another kind has one a line. */
const MAX_PROBLEMS = 20

/** Every table, chain and rule of a network namespace at a moment. 404 when there is no such namespace. */
export function netfilterAt(recording: Recording, netns: string, at: number): NetfilterAnswer {
  const snapshot = recording.snapshotAt(at)
  const folder = recording.netnsFolder(netns)
  const paths = snapshot.under(folder)
  if (paths.length === 0) throw new Failure('notFound', `No network namespace “${netns}” had been seen by ${at} ms.`, 'netns')
  const answer: NetfilterAnswer = { netns, at, dumps: [], problems: [] }
  for (const { file, family, backend } of IPTABLES_FILES) {
    const seen = snapshot.read(`${folder}/${file}`)
    if (!seen) continue
    const { ruleset, problems } = parseIptablesSave(seen.text)
    answer.dumps.push({ entry: seen.entry, at: seen.at, family, backend, tables: tablesOf(ruleset) })
    for (const { line, column, message } of problems.slice(0, MAX_PROBLEMS)) {
      answer.problems.push({ entry: seen.entry, message: `line ${line}, column ${column}: ${message}` })
    }
  }
  const [seen, seenV6] = [seenRules(snapshot, folder, 4), seenRules(snapshot, folder, 6)]
  if (seen) addNative(answer, seen, ['ip', 'inet'])
  if (seenV6) addNative(answer, seenV6, ['ip6'])
  answer.problems = [...new Map(answer.problems.map((problem) => [JSON.stringify(problem), problem])).values()]
  if (answer.dumps.length === 0) answer.problems.push({ entry: folder, message: 'its rules were not observed' })
  return answer
}

/** Native tables of these families, and what of nft's list is not evaluated. */
function addNative(answer: NetfilterAnswer, { rules, listed, unreadable }: SeenRules, families: readonly ('ip' | 'ip6' | 'inet')[]): void {
  for (const family of families) {
    const own = rules.native.filter((table) => table.family === family)
    if (own.length > 0 && listed) answer.dumps.push({ ...listed, family, backend: 'native', tables: own.map(tableOf) })
  }
  if (unreadable)
    answer.problems.push({
      entry: unreadable.origin.entry,
      message: unreadable.message ?? 'only the text of the native tables was observed',
    })
  for (const chain of rules.elsewhere)
    answer.problems.push({ entry: listed?.entry ?? '', message: `${chain} hangs on a hook that is not modelled` })
  for (const chain of rules.foreign)
    answer.problems.push({
      entry: listed?.entry ?? '',
      message: `${chain} has rules that iptables did not make, which iptables-save prints wrongly`,
    })
}

type AnsweredTable = NetfilterAnswer['dumps'][number]['tables'][number]

const tablesOf = (ruleset: Ruleset): AnsweredTable[] => [...ruleset.tables.values()].map(tableOf)

/** Fields by name: those of a rule are getters that read the dump when first asked. */
function tableOf(table: Table): AnsweredTable {
  return {
    name: table.name,
    chains: [...table.chains.values()].map((chain) => ({
      name: chain.name,
      policy: chain.policy,
      ...hookOf(table, chain.name),
      counter: chain.counter,
      line: chain.line,
      rules: chain.rules.map((rule) => ({
        index: rule.index,
        rule: rule.text,
        counter: rule.counter,
        line: rule.line,
        target: rule.target,
        goto: rule.goto,
      })),
    })),
  }
}

function hookOf(table: Table, chain: string): Pick<AnsweredTable['chains'][number], 'hook' | 'priority'> {
  const base = isNativeTable(table) ? table.hooks.get(chain)?.base : null
  return base ? { hook: base.hook, priority: base.priority } : {}
}
