/** A request to the API counts as somebody who looks, for this long. */
const ASKED_MS = 30_000
/** How often is read for somebody who only asks the API. */
const ASKED_INTERVAL_MS = 15_000
/** What a page shows is asked for again within this time, as long as it is shown. */
const WANTED_MS = 120_000

/** Who looks at a cluster, how often they want to be told, and at what. Nobody: nothing is read but the watches. */
export class Viewers {
  private readonly streams = new Map<symbol, number>()
  private readonly wanted = new Map<string, number>()
  private askedAt: number | null = null

  constructor(private readonly onCome: () => void) {}

  /** A page that is open; `interval` in ms, 0: it does not want to be told. Gives what ends it. */
  come(interval: number): () => void {
    const viewer = Symbol('viewer')
    this.streams.set(viewer, interval)
    this.onCome()
    return () => {
      this.streams.delete(viewer)
    }
  }

  get count(): number {
    return this.streams.size
  }

  /** A request without a stream. */
  asked(): void {
    const before = this.interval()
    this.askedAt = performance.now()
    if (before === null) this.onCome()
  }

  /** ms between two rounds; null: nobody looks. */
  interval(): number | null {
    const wished = [...this.streams.values()].filter((interval) => interval > 0)
    if (this.askedAt !== null && performance.now() - this.askedAt < ASKED_MS && this.streams.size === 0) wished.push(ASKED_INTERVAL_MS)
    return wished.length === 0 ? null : Math.min(...wished)
  }

  /** Namespaces that are looked at. True when one of them is new. */
  want(netns: Iterable<string>): boolean {
    let fresh = false
    const until = performance.now() + WANTED_MS
    for (const name of netns) {
      if (!this.wanted.has(name)) fresh = true
      this.wanted.set(name, until)
    }
    return fresh
  }

  looked(): ReadonlySet<string> {
    this.forget()
    return new Set(this.wanted.keys())
  }

  forget(): void {
    for (const [name, until] of this.wanted) if (until < performance.now()) this.wanted.delete(name)
  }
}
