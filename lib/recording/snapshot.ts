/** One entry as a source observed it: the text and the moment (ms on the source's timeline) at which it was read. */
export interface Observation {
  /** Path in the recording's form, without `timeline/MS/` or `requests/…/before/`: `nodes/NODE/iptables-save.txt`. */
  path: string
  /** Path in the source that holds these bytes, for evidence: `timeline/004000/nodes/NODE/iptables-save.txt`. */
  entry: string
  at: number
  text: string
}

/**
 * What a source had seen by one moment. A recording and a live cluster deliver the same shape; nothing downstream can
 * tell them apart. Reading is lazy: an entry is inflated when `read` asks for it.
 */
export interface Snapshot {
  /** The moment in ms on the source's timeline. */
  at: number
  /** Every path (canonical form) that has been seen by then, sorted. */
  paths(): readonly string[]
  /** Paths directly or deeper below a folder, e.g. `nodes/`. */
  under(folder: string): readonly string[]
  /** The newest observation of a path by then; null when there is none. */
  read(path: string): Observation | null
}
