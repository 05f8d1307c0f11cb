/** One direction of a tracked connection. */
export interface Tuple {
  src: string
  dst: string
  /** null where the protocol has no ports. */
  sport: number | null
  dport: number | null
}

/** One line of `conntrack -L -o extended`. */
export interface ConntrackEntry {
  family: string
  proto: string
  /** Seconds until it is forgotten. */
  timeout: number | null
  /** ESTABLISHED, SYN_SENT…; null for UDP. */
  state: string | null
  original: Tuple
  reply: Tuple
  /** [ASSURED], [UNREPLIED]… without the brackets. */
  flags: string[]
  mark: number
  zone: number
  line: number
}

/** Parses what `conntrack -L -o extended` prints. Lines that are something else are left out. */
export function parseConntrack(text: string): ConntrackEntry[] {
  return text.split('\n').flatMap((line, index) => parseLine(line, index + 1) ?? [])
}

function parseLine(line: string, number: number): ConntrackEntry | null {
  const [family = '', , proto = '', , ...words] = line.split(/\s+/)
  const pairs = words.flatMap((word) => {
    const equals = word.indexOf('=')
    return equals > 0 ? [[word.slice(0, equals), word.slice(equals + 1)] as const] : []
  })
  const original = tupleOf(pairs, 0)
  const reply = tupleOf(pairs, 1)
  if (!original || !reply) return null
  const plain = words.filter((word) => !word.includes('='))
  const timeout = plain.find((word) => /^\d+$/.test(word))
  const last = (name: string) => Number(pairs.findLast(([key]) => key === name)?.[1] ?? 0)
  return {
    family,
    proto,
    timeout: timeout === undefined ? null : Number(timeout),
    state: plain.find((word) => /^[A-Z_]+\d?$/.test(word)) ?? null,
    original,
    reply,
    flags: plain.filter((word) => word.startsWith('[')).map((word) => word.slice(1, -1)),
    mark: last('mark'),
    zone: last('zone'),
    line: number,
  }
}

/** The `turn`-th src=… dst=… sport=… dport=… of a line. */
function tupleOf(pairs: readonly (readonly [string, string])[], turn: number): Tuple | null {
  const read = (name: string) => pairs.filter(([key]) => key === name)[turn]?.[1]
  const [src, dst, sport, dport] = [read('src'), read('dst'), read('sport'), read('dport')]
  if (src === undefined || dst === undefined) return null
  return { src, dst, sport: sport === undefined ? null : Number(sport), dport: dport === undefined ? null : Number(dport) }
}
