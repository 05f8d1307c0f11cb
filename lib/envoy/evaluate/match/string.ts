import { regexMatches } from '@/lib/envoy/evaluate/match/regex'
import { type Match, unknown, when } from '@/lib/envoy/evaluate/verdict'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const WAYS = ['exact', 'prefix', 'suffix', 'contains', 'safe_regex'] as const

function holds(way: (typeof WAYS)[number], wanted: string, value: string): boolean | null {
  if (way === 'exact') return value === wanted
  if (way === 'prefix') return value.startsWith(wanted)
  if (way === 'suffix') return value.endsWith(wanted)
  if (way === 'contains') return value.includes(wanted)
  return regexMatches(wanted, value)
}

/** envoy.type.matcher.v3.StringMatcher. `part` names what is matched, for the reason. */
export function matchString(matcher: JsonNode, value: string, part: string): Match {
  const found = matcher.oneOf(...WAYS)
  const way = WAYS.find((one) => one === found?.name)
  const wanted = found?.node.text() ?? found?.node.get('regex').text() ?? null
  if (way === undefined || wanted === null) return unknown(part, 'this kind of string match is not modelled')
  const fold = way !== 'safe_regex' && matcher.get('ignore_case').flag()
  const result = fold ? holds(way, wanted.toLowerCase(), value.toLowerCase()) : holds(way, wanted, value)
  if (result === null) return unknown(part, `the regular expression ${wanted} cannot be evaluated`)
  return when(result, part, `${value || 'empty'} is not ${way === 'exact' ? '' : `${way.replace('safe_', '')} `}${wanted}`)
}
