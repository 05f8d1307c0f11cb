import { createHash } from 'node:crypto'
import { withoutTimers } from '@/lib/netfilter/conntrack/without-timers'

/** What moves in a file all the time and says nothing: with it taken out, two readings of an idle namespace are the same. */
const RESTLESS: Readonly<Record<string, (text: string) => string>> = {
  'conntrack.txt': withoutTimers,
  'server_info.json': (text) => text.replace(/"uptime_[a-z_]{1,20}":\s{0,4}"[^"]{0,40}",?/g, ''),
}

const withoutCounts = (text: string): string => text.replace(/\[\d+:\d+\]/g, '').replace(/^#.*$/gm, '')

/** Files whose numbers count traffic: rules stay the same while they move. */
const COUNTED: Readonly<Record<string, (text: string) => string>> = {
  ...Object.fromEntries(
    ['iptables', 'ip6tables'].flatMap((tool) => [`${tool}-save.txt`, `${tool}-legacy-save.txt`]).map((file) => [file, withoutCounts]),
  ),
  'nft.txt': (text) => text.replace(/counter packets \d+ bytes \d+/g, 'counter'),
  'nft.json': (text) => text.replace(/"(?:packets|bytes)":\s{0,4}\d+/g, ''),
  'clusters.json': (text) => text.replace(/"value":\s{0,4}"\d+"/g, ''),
  'conntrack.txt': () => '',
}

const fileOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** What two readings of a path are compared by; their texts may lie packed. */
export interface Prints {
  whole: string
  /** Without what moves all the time and says nothing. */
  calm: string
  /** Also without what is counted. */
  shape: string
}

const printOf = (text: string): string => createHash('sha1').update(text).digest('base64')

/** The prints of a reading. `before`: of the one before; where nothing at all has changed they are its own. */
export function printsOf(path: string, text: string, before: Prints | null): Prints {
  const whole = printOf(text)
  if (before?.whole === whole) return before
  const file = fileOf(path)
  const withoutRest = RESTLESS[file]
  const calm = withoutRest === undefined ? whole : printOf(withoutRest(text))
  const shapeOf = COUNTED[file]
  return { whole, calm, shape: shapeOf === undefined ? calm : printOf(shapeOf(text)) }
}
