import type { Archive } from '@/lib/recording/archive'
import { MAX_CACHED_BYTES, MAX_PROBLEMS } from '@/lib/recording/limits'
import type { Problem } from '@/lib/recording/result'
import { TextCache } from '@/lib/recording/text-cache'

/** One for all recordings that are open, so that many of them do not add up. Keys begin with the reader's number. */
const cache = new TextCache(MAX_CACHED_BYTES)
let readers = 0

const decoders = { utf8: new TextDecoder(), littleEndian: new TextDecoder('utf-16le'), bigEndian: new TextDecoder('utf-16be') }

/** PowerShell's `>` writes UTF-16, with a mark in front. */
function decoded(bytes: Uint8Array): string {
  const mark = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0)
  return (mark === 0xfffe ? decoders.littleEndian : mark === 0xfeff ? decoders.bigEndian : decoders.utf8).decode(bytes)
}

/** Reads entries as text, keeps the last ones, and writes down once what can't be read. */
export class EntryReader {
  private readonly prefix = `${readers++}:`
  private readonly broken = new Set<string>()
  readonly problems: Problem[]

  constructor(private readonly archive: Archive) {
    this.problems = [...archive.problems]
  }

  /** The entry's text (UTF-8, or UTF-16 where its first bytes say so; a wrong byte becomes U+FFFD); null when there is none or it can't be read, which `problems` then tells. */
  text(entry: string): string | null {
    const kept = cache.get(this.prefix + entry)
    if (kept !== undefined) return kept
    if (this.broken.has(entry) || this.archive.size(entry) === null) return null
    const read = this.archive.read(entry)
    if (!read.ok) {
      this.broken.add(entry)
      this.report(read.problem)
      return null
    }
    const text = decoded(read.value)
    cache.set(this.prefix + entry, text)
    return text
  }

  report(problem: Problem): void {
    if (
      this.problems.length < MAX_PROBLEMS &&
      !this.problems.some((known) => known.entry === problem.entry && known.message === problem.message)
    ) {
      this.problems.push(problem)
    }
  }
}
