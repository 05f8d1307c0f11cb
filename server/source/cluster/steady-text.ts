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

/** Whether two readings of a path say the same. */
export function saysTheSame(path: string, before: string, now: string): boolean {
  if (before === now) return true
  const calm = RESTLESS[fileOf(path)]
  return calm !== undefined && calm(before) === calm(now)
}

/** Whether only what is counted has changed: no walk ends elsewhere for it. */
export function onlyCounts(path: string, before: string, now: string): boolean {
  if (path.includes('/logs/')) return true
  const shape = COUNTED[fileOf(path)]
  return shape !== undefined && shape(before) === shape(now)
}
