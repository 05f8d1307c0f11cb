import { lastNotAfter } from '@/lib/recording/history'
import type { Observation } from '@/lib/recording/snapshot'
import { PackedText } from '@/server/source/cluster/packed-text'
import { type Prints, printsOf } from '@/server/source/cluster/steady-text'

/** How far back one can look. */
const KEPT_MS = 10 * 60_000
/** Characters in memory of the past; what is newest is always kept, whatever its size. */
const MAX_PAST = 32 * 1024 * 1024
/** Past states of one path. */
const MAX_VERSIONS = 200

interface Version extends Observation {
  content: PackedText
  /** null: it is never compared with the next one. */
  prints: Prints | null
}

/** What a path showed from `at` on; null: it was gone. */
type State = { at: number; version: Version | null }

/** Observations of a cluster by path, with some minutes of their past. Times are ms since the source began. */
export class LiveHistory {
  private readonly states = new Map<string, State[]>()
  private readonly byEntry = new Map<string, Version>()
  private sortedPaths: readonly string[] | null = []
  private resting = false
  private changedAt: number[] = [0]

  /** Moments at which something changed, ascending. */
  get marks(): readonly number[] {
    return this.changedAt
  }

  /** ms of the last change that was more than counters. */
  shapeAt = 0

  /** Notes what a path shows now; `read` makes the text, of `length` characters, whenever it is needed. */
  put(path: string, at: number, length: number, read: () => string): void {
    this.note(path, at, new PackedText(length, read), null)
  }

  /** Notes what was read of a path; false: it says the same as before. */
  putText(path: string, at: number, text: string): boolean {
    const before = this.states.get(path)?.at(-1)?.version?.prints ?? null
    const prints = printsOf(path, text, before)
    if (before?.calm === prints.calm) return false
    const { shapeAt } = this
    this.note(path, at, new PackedText(text.length, text), prints)
    if (before?.shape === prints.shape) this.shapeAt = shapeAt
    return true
  }

  /** New lines of a log: the past stands, they come behind it. */
  append(path: string, at: number, lines: string): void {
    const { shapeAt } = this
    this.note(path, at, new PackedText(lines.length, lines), null)
    this.shapeAt = shapeAt
  }

  /** All that is kept of a log up to a moment. */
  linesAt(path: string, ms: number): Observation | null {
    const seen = this.versions(path).filter((version) => version.at <= ms)
    const newest = seen.at(-1)
    return newest ? { path, entry: newest.entry, at: newest.at, text: seen.map(({ text }) => text).join('') } : null
  }

  /** The path is gone: a pod that was deleted. */
  remove(path: string, at: number): void {
    if (!this.newest(path)) return
    this.sortedPaths = null
    this.add(path, { at, version: null })
  }

  newest(path: string): Observation | null {
    return this.states.get(path)?.at(-1)?.version ?? null
  }

  at(path: string, ms: number): Observation | null {
    const states = this.states.get(path) ?? []
    return states[lastNotAfter(states, (state) => state.at, ms)]?.version ?? null
  }

  entry(entry: string): Observation | null {
    return this.byEntry.get(entry) ?? null
  }

  /** Characters of an entry; null: there is none. */
  sizeOf(entry: string): number | null {
    return this.byEntry.get(entry)?.content.length ?? null
  }

  entries(): string[] {
    return [...this.byEntry.keys()].sort()
  }

  /** Paths that show something now, sorted. */
  paths(): readonly string[] {
    this.sortedPaths ??= [...this.states].flatMap(([path, states]) => (states.at(-1)?.version ? [path] : [])).sort()
    return this.sortedPaths
  }

  /** Paths that showed something at a moment, sorted. */
  pathsAt(ms: number): readonly string[] {
    if (ms >= (this.changedAt.at(-1) ?? 0)) return this.paths()
    return [...this.states.keys()].filter((path) => this.at(path, ms) !== null).sort()
  }

  versions(path: string): readonly Observation[] {
    return (this.states.get(path) ?? []).flatMap((state) => state.version ?? [])
  }

  /** What changed after one moment and not after another, by time. */
  changesBetween(after: number, until: number): { at: number; path: string }[] {
    const found: { at: number; path: string }[] = []
    for (const [path, states] of this.states) {
      for (let n = states.length - 1; n >= 0; n--) {
        const at = states[n]?.at ?? 0
        if (at <= after) break
        if (at <= until) found.push({ at, path })
      }
    }
    return found.sort((a, b) => a.at - b.at)
  }

  /** Characters of what a path shows now; 0: nothing. */
  lengthOf(path: string): number {
    return this.states.get(path)?.at(-1)?.version?.content.length ?? 0
  }

  /** Forgets what is older than it is kept, and of a past that takes too much memory what is oldest. */
  forget(now: number): void {
    for (const [path, states] of this.states) {
      while (states.length > 1 && (states.length > MAX_VERSIONS || (states[1]?.at ?? now) < now - KEPT_MS)) this.drop(states.shift())
      if (states.length === 1 && states[0]?.version === null && states[0].at < now - KEPT_MS) this.states.delete(path)
    }
    this.forgetMost()
    const first = this.changedAt.findIndex((mark) => mark >= now - KEPT_MS)
    this.changedAt = first < 0 ? this.changedAt.slice(-1) : this.changedAt.slice(Math.max(0, first - 1))
  }

  /** Packs large texts that nobody has read since the last call. */
  async rest(): Promise<void> {
    if (this.resting) return
    this.resting = true
    for (const { content } of this.byEntry.values()) await content.rest()
    this.resting = false
  }

  private forgetMost(): void {
    const past = [...this.states.values()].flatMap((states) => states.slice(0, -1).map((state) => ({ state, states })))
    past.sort((a, b) => a.state.at - b.state.at)
    let size = past.reduce((sum, { state }) => sum + (state.version?.content.size ?? 0), 0)
    for (const { state, states } of past) {
      if (size <= MAX_PAST) return
      size -= state.version?.content.size ?? 0
      this.drop(states.shift())
    }
  }

  private note(path: string, at: number, content: PackedText, prints: Prints | null): void {
    const states = this.states.get(path)
    if (!states || states.at(-1)?.version === null) this.sortedPaths = null
    const entry = this.freeEntry(path, at)
    const version: Version = {
      path,
      entry,
      at,
      content,
      prints,
      get text() {
        return content.read()
      },
    }
    this.byEntry.set(entry, version)
    this.add(path, { at, version })
  }

  private add(path: string, state: State): void {
    const states = this.states.get(path) ?? []
    this.states.set(path, states)
    if (states.at(-1)?.at === state.at) this.drop(states.pop())
    states.push(state)
    this.shapeAt = state.at
    if (state.at > (this.changedAt.at(-1) ?? 0)) this.changedAt.push(state.at)
  }

  private drop(state: State | undefined): void {
    if (state?.version && this.byEntry.get(state.version.entry) === state.version) this.byEntry.delete(state.version.entry)
  }

  private freeEntry(path: string, at: number): string {
    return `timeline/${String(Math.floor(at)).padStart(6, '0')}/${path}`
  }
}
