/** Words of the formats themselves: a machine of such a name is told from nothing else, and tells nobody. */
const FORMAT_WORDS = new Set(
  (
    'nodes node pods pod clients client istiod requests timeline versions envoy logs default istio kubernetes local internal cluster ' +
    'http https tcp udp grpc service services server host hosts name names address example'
  ).split(' '),
)
const LEAST_LETTERS = 3
/** A member's name in JSON: readers look for it. Where an address stands behind it, it is a machine's. */
const KEY = /"([A-Za-z0-9_.-]{3,63})"\s*:(?!\s*"[\d.]+")/g

/** Replaces whole words, longest first; what stands beside one may be anything but a letter or a digit. */
export class Words {
  private readonly keys = new Set<string>()
  private pattern: RegExp | null = null
  private others: ReadonlyMap<string, string> = new Map()

  /** Names of fields are not replaced, whatever is called like them. */
  learn(text: string): void {
    for (const [, key = ''] of text.matchAll(KEY)) this.keys.add(key)
  }

  /** The words and what they are replaced by. */
  use(words: ReadonlyMap<string, string>): void {
    this.others = new Map([...words].filter(([word]) => word.length >= LEAST_LETTERS && !FORMAT_WORDS.has(word) && !this.keys.has(word)))
    const longest = [...this.others.keys()].sort((a, b) => b.length - a.length)
    this.pattern = longest.length === 0 ? null : new RegExp(`(?<![A-Za-z0-9])(?:${longest.map(escaped).join('|')})(?![A-Za-z0-9])`, 'g')
  }

  replace(text: string): string {
    return this.pattern === null ? text : text.replace(this.pattern, (word) => this.others.get(word) ?? word)
  }
}

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
