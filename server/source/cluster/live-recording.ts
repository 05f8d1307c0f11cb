import { LOG, lastNotAfter } from '@/lib/recording/history'
import { netnsFolder } from '@/lib/recording/netns'
import type { Growing, Recording } from '@/lib/recording/recording'
import type { Problem } from '@/lib/recording/result'
import { SCENARIO, type Scenario } from '@/lib/recording/scenario'
import type { Snapshot } from '@/lib/recording/snapshot'
import type { LiveHistory } from '@/server/source/cluster/history'

/** What a cluster says about itself at a moment. */
export interface Facts {
  scenario: Scenario
  problems: readonly Problem[]
}

const isLog = (path: string): boolean => path.endsWith(`/${LOG}`)

/** Paths of one folder: `sorted` is by code point. */
function below(sorted: readonly string[], folder: string): readonly string[] {
  const prefix = folder === '' || folder.endsWith('/') ? folder : `${folder}/`
  return sorted.filter((path) => path.startsWith(prefix))
}

/** A cluster in the form of a recording that grows: everything that reads recordings reads it. Without sent requests. */
export function liveRecording(history: LiveHistory, name: string, facts: () => Facts, now: () => number, grows: Growing): Recording {
  const newest = () => history.marks.at(-1) ?? 0
  const markAt = (ms: number) =>
    ms === 0 ? newest() : (history.marks[lastNotAfter(history.marks, (mark) => mark, ms)] ?? history.marks[0] ?? 0)
  return {
    name,
    grows,
    get scenario() {
      return facts().scenario
    },
    requests: [],
    get problems() {
      return facts().problems
    },
    entries: () => [SCENARIO, ...history.entries()],
    size: (entry) => history.sizeOf(entry),
    text: (entry) => (entry === SCENARIO ? JSON.stringify(facts().scenario, null, 1) : (history.entry(entry)?.text ?? null)),
    report: () => {},
    request: () => null,
    get marks() {
      return history.marks
    },
    markAt,
    get endMs() {
      return now()
    },
    snapshotAt: (asked): Snapshot => {
      const ms = asked === 0 ? newest() : asked
      let paths: readonly string[] | null = null
      const seen = () => {
        paths ??= history.pathsAt(ms)
        return paths
      }
      const folders = new Map<string, readonly string[]>()
      return {
        at: ms,
        paths: seen,
        under: (folder) => {
          const known = folders.get(folder) ?? below(seen(), folder)
          folders.set(folder, known)
          return known
        },
        read: (path) => (isLog(path) ? history.linesAt(path, ms) : history.at(path, ms)),
      }
    },
    versions: (path) => history.versions(path).map(({ at, entry }) => ({ at, entry, lines: isLog(path) })),
    partsAt: (path, ms) => {
      const seen = isLog(path) ? history.versions(path).filter(({ at }) => at <= ms) : [history.at(path, ms)]
      return seen.flatMap((one) => (one ? [{ at: one.at, entry: one.entry, lines: isLog(path) }] : []))
    },
    netnsFolder: (netns) => netnsFolder(facts().scenario, netns),
  }
}
