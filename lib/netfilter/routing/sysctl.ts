import { z } from 'zod'
import { jsonErrorMessage, parseJson } from '@/lib/recording/json-parse'

/** Kernel switches by name, as `sysctl` prints them. */
export type Sysctl = ReadonlyMap<string, string>

/** Parses sysctl.json: {NAME: VALUE}. Throws a message for a person when it is something else. */
export function parseSysctl(text: string): Sysctl {
  const json = parseJson(text)
  if (!json.ok) throw new Error(jsonErrorMessage(json))
  const parsed = z.record(z.string(), z.string()).safeParse(json.value)
  if (!parsed.success) throw new Error('sysctl: not an object of names and values')
  return new Map(Object.entries(parsed.data))
}

/**
 * A switch of an interface under net.ipv4.conf (or net.ipv6.conf); null when it was not observed. `any`: on when it is on for `all` or for the interface;
 * `own`: the interface's own value counts (forwarding). Source: Documentation/networking/ip-sysctl.rst.
 */
export function flagOf(sysctl: Sysctl, name: string, iface: string, rule: 'any' | 'own', family: 4 | 6 = 4): boolean | null {
  const own = sysctl.get(`net.ipv${family}.conf.${iface}.${name}`)
  const all = sysctl.get(`net.ipv${family}.conf.all.${name}`)
  if (rule === 'own') return own === undefined ? (all === undefined ? null : all === '1') : own === '1'
  return own === undefined && all === undefined ? null : own === '1' || all === '1'
}
