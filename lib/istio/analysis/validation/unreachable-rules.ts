import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { type Finding, finding } from '@/lib/istio/analysis/finding'
import { numberField, type Resource } from '@/lib/istio/analysis/resource'
import { SINCE } from '@/lib/istio/analysis/version'
import { field, isObject, type Json, listField, textField } from '@/lib/istio/json'

/** More matches than this are not compared each with each: nobody writes them by hand. */
const MAX_COMPARED = 500

/** A rule or match as istiod names it: by its own name, else by its number. */
const nameOf = (value: Json, index: number): string => {
  const name = textField(value, 'name')
  return name === null ? `#${index}` : JSON.stringify(name)
}

/** A match without its name, the same text for the same conditions. */
function conditionsOf(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(conditionsOf).join()}]`
  if (!isObject(value)) return JSON.stringify(value ?? null)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, one]) => `${JSON.stringify(key)}:${conditionsOf(one)}`).join()}}`
}
const withoutName = (match: Json): Json =>
  isObject(match) ? Object.fromEntries(Object.entries(match).filter(([key]) => key !== 'name')) : match

/** A match by a prefix of the path, as far as two of them are compared. */
interface PrefixMatch {
  rule: string
  match: string
  path: string
  prefix: string
  port: number
  method: string
  authority: string
  maps: ReadonlyMap<string, string>[]
}

function textOf(match: Json | undefined): string {
  const exact = textField(match, 'exact')
  const prefix = textField(match, 'prefix')
  return exact !== null ? `exact-${exact}` : prefix !== null ? `prefix-${prefix}` : ''
}

const mapOf = (value: Json | undefined): Map<string, string> =>
  new Map(isObject(value) ? Object.entries(value).map(([key, one]) => [key, textOf(one)]) : [])

function prefixMatch(rule: string, match: Json, index: number, path: string): PrefixMatch | null {
  const prefix = textField(field(match, 'uri'), 'prefix')
  if (prefix === null) return null
  return {
    rule,
    match: nameOf(match, index),
    path,
    prefix,
    port: numberField(match, 'port') ?? 0,
    // istiod takes a match without a method for one of GET.
    method: textOf(field(match, 'method')) || 'exact-GET',
    authority: textOf(field(match, 'authority')),
    maps: ['headers', 'queryParams', 'withoutHeaders'].map((key) => mapOf(field(match, key))),
  }
}

/** Whether an earlier match takes everything that a later one would. */
function covers(earlier: PrefixMatch, later: PrefixMatch): boolean {
  if (!later.prefix.startsWith(earlier.prefix) || earlier.port !== later.port) return false
  if (!earlier.method.startsWith(later.method) || !earlier.authority.startsWith(later.authority)) return false
  return earlier.maps.every((map, i) => {
    const other = later.maps[i] ?? new Map<string, string>()
    return map.size === other.size && [...map].every(([key, text]) => other.has(key) && text.startsWith(other.get(key) ?? ''))
  })
}

function* overlapping(service: Resource, matches: readonly PrefixMatch[]): Iterable<Finding> {
  for (const [index, earlier] of matches.slice(0, MAX_COMPARED).entries())
    for (const later of matches.slice(index + 1, MAX_COMPARED)) {
      if (later.prefix === earlier.prefix || !covers(earlier, later)) continue
      const other = `${earlier.match} of prefix ${earlier.prefix} on ${earlier.rule}`
      yield finding('IST0131', service, { rule: later.rule, match: `${later.match} of prefix ${later.prefix}`, other }, later.path)
    }
}

function* ofRules(service: Resource, protocol: 'http' | 'tcp' | 'tls', afterAll: boolean): Iterable<Finding> {
  const known = new Map<string, string>()
  const prefixes: PrefixMatch[] = []
  let takesAll = false
  for (const [i, rule] of listField(service.spec, protocol).entries()) {
    const name = nameOf(protocol === 'http' ? rule : null, i)
    const path = `spec.${protocol}[${i}]`
    const unused = (why: string) => finding('IST0130', service, { rule: name, why }, path)
    const matches = listField(rule, 'match')
    if (matches.length === 0) {
      if (takesAll) yield unused('only the last rule can have no matches')
      takesAll = true
      continue
    }
    if (takesAll && afterAll) {
      yield unused('route without matches defined before')
      continue
    }
    let repeated = 0
    for (const [j, match] of matches.entries()) {
      const conditions = conditionsOf(withoutName(match))
      const earlier = known.get(conditions)
      if (earlier !== undefined) {
        repeated += 1
        const values = { rule: name, match: nameOf(protocol === 'http' ? match : null, j), other: earlier }
        yield finding('IST0131', service, values, `${path}.match[${j}]`)
        continue
      }
      known.set(conditions, name)
      const byPrefix = protocol === 'http' ? prefixMatch(name, match, j, `${path}.match[${j}]`) : null
      if (byPrefix) prefixes.push(byPrefix)
    }
    if (repeated === matches.length) yield unused('all matches used by prior rules')
  }
  yield* overlapping(service, prefixes)
}

/** Rules and matches of VirtualServices that no request comes to, because earlier ones take them all. */
export const unreachableRules: Analyzer = {
  name: 'schema.ValidationAnalyzer.VirtualService',
  codes: ['IST0130', 'IST0131'],
  needs: ['VirtualService'],
  *analyze(configuration) {
    const afterAll = configuration.since(SINCE.destinationRuleTargets)
    for (const service of configuration.all('VirtualService'))
      for (const protocol of ['http', 'tcp', 'tls'] as const) yield* ofRules(service, protocol, afterAll)
  },
}
