import { type Backends, backendsOf, moving, type Read, reasonOf, STANDING } from '@/server/agent/commands'

/** Programs of one namespace that run at a time. */
const AT_A_TIME = 4
/** Each program costs the node milliseconds: what stands is asked for again only after this. */
const STANDS_MS = 20_000

/** What was read of a namespace by the file of a recording; what could not be, with the reason. */
export interface NamespaceFiles {
  files: Record<string, string>
  missing: Record<string, string>
}

interface Standing {
  at: number
  backends: Promise<Backends>
  found: Promise<NamespaceFiles>
}

/** Reads network namespaces (by path; null: the node's own): what traffic moves each time, what stands now and then. */
export class NamespaceReader {
  private readonly standing = new Map<string, Standing>()

  constructor(
    private readonly reads = { backends: backendsOf, moving, standing: STANDING },
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Everything of one namespace. What fails is named with the reason, the rest stands. */
  async read(netns: string | null): Promise<NamespaceFiles> {
    const { backends, found } = this.standingOf(netns)
    const standing = await found
    const moved = await readEach(this.reads.moving(await backends), netns)
    return { files: { ...standing.files, ...moved.files }, missing: { ...standing.missing, ...moved.missing } }
  }

  private standingOf(netns: string | null): Standing {
    const now = this.now()
    for (const [key, { at }] of this.standing) if (now - at > STANDS_MS) this.standing.delete(key)
    const key = netns ?? ''
    const known = this.standing.get(key) ?? {
      at: now,
      backends: this.reads.backends(netns),
      found: readEach(this.reads.standing, netns),
    }
    this.standing.set(key, known)
    return known
  }
}

async function readEach(reads: Readonly<Record<string, Read>>, netns: string | null): Promise<NamespaceFiles> {
  const found: NamespaceFiles = { files: {}, missing: {} }
  const waiting = Object.entries(reads)
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [file, read] = next
      try {
        const text = await read(netns)
        if (text !== null) found.files[file] = text
      } catch (error) {
        found.missing[file] = reasonOf(error)
      }
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, worker))
  return found
}
