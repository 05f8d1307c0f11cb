import type { z } from 'zod'
import type { ConfigAnswer, ConfigKind, ConfigRow, configQuery } from '@/lib/api/proxy-config'
import { proxyPods } from '@/lib/istio/proxies/pods'
import type { Recording } from '@/lib/recording/recording'
import { envoyDump } from '@/server/proxy-config/dump'
import { type Around, CONFIG_TABLES } from '@/server/proxy-config/tables'
import { meshAt } from '@/server/walk/mesh-cache'

/** Rows of one answer: more than a person scrolls through, and words find the others. */
const MAX_ROWS = 5000

/** The table of one kind of a proxy's resources, only the rows with all words of `q`. */
export function configAt(recording: Recording, { proxy, kind, at, q }: z.infer<typeof configQuery>): ConfigAnswer {
  const { entry, at: seen, columns, rows } = tableAt(recording, proxy, kind, at)
  const words = wordsOf(q)
  const shown = words.length === 0 ? rows : rows.filter((row) => holdsWords(row, words))
  return { proxy, kind, entry, at: seen, columns, rows: shown.slice(0, MAX_ROWS), found: shown.length, total: rows.length }
}

/** All rows of a table, with the dump that they are of. */
export function tableAt(recording: Recording, proxy: string, kind: ConfigKind, at: number) {
  const { entry, at: seen, value } = envoyDump(recording, proxy, kind, at)
  const { columns, rows } = CONFIG_TABLES[kind]
  const podAt = kind === 'endpoints' ? podsByAddress(recording, at) : () => null
  return { entry, at: seen, value, columns, rows: rows(value, { now: Date.parse(recording.scenario.start) + seen, podAt }) }
}

function podsByAddress(recording: Recording, at: number): Around['podAt'] {
  const mesh = meshAt(recording, at)
  const proxies = new Map(proxyPods(recording.snapshotAt(at)).pods.map((pod) => [pod.id, pod.type]))
  return (ip) => {
    const metadata = mesh.podByIp(ip)?.metadata
    const id = metadata ? `${metadata.name}.${metadata.namespace}` : null
    return id === null ? null : { id, proxy: proxies.get(id) ?? null }
  }
}

export const wordsOf = (q: string): string[] => q.toLowerCase().split(/\s+/).filter(Boolean)

export function holdsWords({ cells }: ConfigRow, words: readonly string[]): boolean {
  const text = cells.join(' ').toLowerCase()
  return words.every((word) => text.includes(word))
}
