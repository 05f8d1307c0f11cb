import { parsedOnce } from '@/lib/mesh/parsed'
import { type BackendChoice, chooseBackend } from '@/lib/netfilter/backend'
import type { IpVersion } from '@/lib/netfilter/family'
import type { Ruleset, Table } from '@/lib/netfilter/model'
import { isNativeTable, type NftTable } from '@/lib/netfilter/nft/model'
import type { DumpProblem } from '@/lib/netfilter/parse/dump'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import type { Recording } from '@/lib/recording/recording'
import type { Snapshot } from '@/lib/recording/snapshot'
import { Failure } from '@/server/http/failure'
import { meshAt } from '@/server/walk/mesh-cache'

/** What iptables' programs print of a namespace, by family and backend. */
export const IPTABLES_FILES = [
  { file: 'iptables-save.txt', family: 'ip', backend: 'nft' },
  { file: 'iptables-legacy-save.txt', family: 'ip', backend: 'legacy' },
  { file: 'ip6tables-save.txt', family: 'ip6', backend: 'nft' },
  { file: 'ip6tables-legacy-save.txt', family: 'ip6', backend: 'legacy' },
] as const

/** One dump of a namespace as it stood at a moment. `path` names it at any moment. */
export interface Dump {
  path: string
  entry: string
  at: number
  family: 'ip' | 'ip6'
  backend: 'nft' | 'legacy'
  /** Whether packets meet it: of two backends one may be a leftover. */
  live: boolean
  why: BackendChoice['why']
  both: boolean
  /** By name; native tables of nftables with their family before it: `ip kube-proxy`. */
  tables: ReadonlyMap<string, Table>
  problems: readonly DumpProblem[]
}

const parsed = parsedOnce(({ text, entry, at }) => {
  const { ruleset, problems } = parseIptablesSave(text)
  return { ruleset, problems, entry, at }
})

/** The dumps of a network namespace, IPv4 before IPv6. Each is parsed once for the bytes it has. 404 when there is no such namespace. */
export function dumpsOf(recording: Recording, netns: string, at: number): Dump[] {
  const snapshot = recording.snapshotAt(at)
  const folder = recording.netnsFolder(netns)
  if (snapshot.under(folder).length === 0)
    throw new Failure('notFound', `No network namespace “${netns}” had been seen by ${at} ms.`, 'netns')
  const found = IPTABLES_FILES.flatMap(({ file, ...kind }) => {
    const path = `${folder}/${file}`
    const dump = parsed(snapshot, path)
    return dump ? [{ ...kind, path, ...dump }] : []
  })
  const rulesOf = (family: 'ip' | 'ip6', backend: 'nft' | 'legacy') =>
    found.find((dump) => dump.family === family && dump.backend === backend)?.ruleset ?? null
  const choiceOf = (family: 'ip' | 'ip6') => chooseBackend(rulesOf(family, 'nft'), rulesOf(family, 'legacy'))
  const choices = { ip: choiceOf('ip'), ip6: choiceOf('ip6') }
  const native = (version: IpVersion) => meshAt(recording, at).netns(netns)?.observedNative(version) ?? []
  const dumps = found.map(
    ({ path, entry, at: seen, family, backend: own, ruleset, problems }): Dump => ({
      path,
      entry,
      at: seen,
      family,
      backend: own,
      live: choices[family].both || own === choices[family].backend,
      why: choices[family].why,
      both: choices[family].both,
      // Those of both versions stand in the dump of IPv4 alone.
      tables: tablesOf(ruleset, own === 'legacy' ? [] : family === 'ip' ? native(4) : native(6).filter((table) => table.family === 'ip6')),
      problems,
    }),
  )
  return rulesOf('ip', 'nft') ? dumps : [...listedAlone(snapshot, folder, native(4)), ...dumps]
}

/** What nft lists where iptables-save was not read: the tables of iptables too, as far as nft knows their rules. */
function listedAlone(snapshot: Snapshot, folder: string, tables: readonly NftTable[]): Dump[] {
  const path = `${folder}/nft.json`
  const listed = tables.length > 0 ? snapshot.read(path) : null
  if (!listed) return []
  const kind = { family: 'ip', backend: 'nft', live: true, why: 'only-rules', both: false } as const
  return [{ ...kind, path, entry: listed.entry, at: listed.at, tables: tablesOf({ tables: new Map() }, tables), problems: [] }]
}

/** The name of a table as a step of a walk says it, native ones with their family. */
export const labelOf = (table: Table): string => (isNativeTable(table) ? `${table.family} ${table.name}` : table.name)

function tablesOf(ruleset: Ruleset, native: readonly NftTable[]): Map<string, Table> {
  return new Map([...ruleset.tables.values(), ...native].map((table) => [labelOf(table), table]))
}

/** The dump that an outline named, at a moment. 404 when it is not there. */
export function dumpNamed(recording: Recording, netns: string, at: number, path: string): Dump {
  const dump = dumpsOf(recording, netns, at).find((candidate) => candidate.path === path || candidate.entry === path)
  if (!dump) throw new Failure('notFound', `${netns} has no dump “${path}” at ${at} ms.`, 'entry')
  return dump
}
