const STAMPED = /^(\d{4}-\d\d-\d\dT[0-9:.]{8,20}(?:Z|[+-]\d\d:\d\d)) (.*)$/s

/**
 * How far a container's log has been read, by the time that its kubelet wrote before each line: the clocks of nodes differ from each other and
 * from ours, so a line is never looked for by our time.
 */
export class LogPlace {
  private readonly began = performance.now()
  private last: string | null = null

  /** What to ask for: from the last line on, or from when the following began. Seconds before the kubelet's now, or its own time. */
  query(): Record<string, string> {
    const seconds = Math.max(1, Math.ceil((performance.now() - this.began) / 1000))
    return { timestamps: 'true', ...(this.last === null ? { sinceSeconds: String(seconds) } : { sinceTime: this.last }) }
  }

  /** The lines that were not there before, without their time: a kubelet goes on at the second of the last one, and repeats those. */
  fresh(lines: readonly string[]): string[] {
    return lines.flatMap((line) => {
      const [, stamp, text] = STAMPED.exec(line) ?? []
      if (stamp === undefined || text === undefined) return [line]
      if (this.last !== null && !isAfter(stamp, this.last)) return []
      this.last = stamp
      return [text]
    })
  }
}

/** RFC 3339 with any number of digits behind the second. */
function isAfter(a: string, b: string): boolean {
  const [at, before] = [Date.parse(a), Date.parse(b)]
  return at === before ? fraction(a) > fraction(b) : at > before
}

const fraction = (stamp: string): string => (/\.(\d+)/.exec(stamp)?.[1] ?? '').padEnd(9, '0')
