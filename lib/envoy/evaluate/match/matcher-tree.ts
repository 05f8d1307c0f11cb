import { inRange, ipBytes, readIpRange } from '@/lib/envoy/config/ip-range'
import { matchString } from '@/lib/envoy/evaluate/match/string'
import { all, any, type Match, no, not, unknown } from '@/lib/envoy/evaluate/verdict'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { MAX_MATCH_DEPTH } from '@/lib/envoy/parse/limits'
import { openTypedConfig, type TypedConfig } from '@/lib/envoy/parse/typed-config'

/** The value of a matcher's input: a text, null where there is none, undefined where no dump says. */
export type InputReader = (input: TypedConfig) => string | null | undefined

/** What a matcher tree leads to. */
export type TreeResult = { is: 'action'; action: TypedConfig } | { is: 'none' } | { is: 'unknown'; why: string }

const NONE: TreeResult = { is: 'none' }

function inputOf(node: JsonNode): TypedConfig {
  return openTypedConfig(node.at('input', 'typed_config'))
}

function matchSingle(predicate: JsonNode, read: InputReader): Match {
  const input = inputOf(predicate)
  const value = read(input)
  if (value === undefined) return unknown(input.kind, 'this kind of match is not modelled')
  if (!predicate.has('value_match')) return unknown(input.kind, 'this kind of match is not modelled')
  return value === null ? no(input.kind, 'it is not set') : matchString(predicate.get('value_match'), value, input.kind)
}

function matchPredicate(predicate: JsonNode, read: InputReader, depth: number): Match {
  if (depth > MAX_MATCH_DEPTH) return unknown('matcher', 'it is nested too deeply')
  const list = (field: string) =>
    predicate
      .at(field, 'predicate')
      .items()
      .map((one) => matchPredicate(one, read, depth + 1))
  if (predicate.has('single_predicate')) return matchSingle(predicate.get('single_predicate'), read)
  if (predicate.has('or_matcher')) return any(list('or_matcher'), 'matcher')
  if (predicate.has('and_matcher')) return all(list('and_matcher'))
  if (predicate.has('not_matcher')) return not(matchPredicate(predicate.get('not_matcher'), read, depth + 1), 'matcher')
  return unknown('matcher', 'this kind of match is not modelled')
}

function follow(onMatch: JsonNode, read: InputReader, depth: number): TreeResult {
  if (onMatch.has('matcher')) return matchTree(onMatch.get('matcher'), read, depth + 1)
  if (onMatch.get('keep_matching').flag()) return NONE
  return onMatch.has('action') ? { is: 'action', action: openTypedConfig(onMatch.at('action', 'typed_config')) } : NONE
}

/** The ways of an IPMatcher that hold for an address: the longest prefix first, then the first one listed. */
function byRange(config: JsonNode, ip: string): { onMatch: JsonNode; exclusive: boolean }[] {
  const found = config
    .get('range_matchers')
    .items()
    .flatMap((matcher) => {
      const lengths = matcher
        .get('ranges')
        .items()
        .map(readIpRange)
        .filter((range) => inRange(ip, range))
        .map((range) => range.length)
      return lengths.map((length) => ({ length, onMatch: matcher.get('on_match'), exclusive: matcher.get('exclusive').flag() }))
    })
  return found.sort((a, b) => b.length - a.length)
}

/** What a matcher_tree has for a value, in the order in which it is tried; null: it is of a kind that is not modelled. */
function candidates(tree: JsonNode, value: string): JsonNode[] | null {
  const exact = tree.at('exact_match_map', 'map')
  if (exact.exists) return exact.entries().flatMap(([key, onMatch]) => (key === value ? [onMatch] : []))
  const prefixes = tree.at('prefix_match_map', 'map')
  if (prefixes.exists)
    return prefixes
      .entries()
      .filter(([key]) => value.startsWith(key))
      .sort(([a], [b]) => b.length - a.length)
      .map(([, onMatch]) => onMatch)
  const custom = openTypedConfig(tree.at('custom_match', 'typed_config'))
  if (custom.kind !== 'IPMatcher') return null
  if (ipBytes(value) === null) return []
  return byRange(custom.config, value).flatMap(({ onMatch, exclusive }, at) => (at > 0 && exclusive ? [] : [onMatch]))
}

function throughTree(tree: JsonNode, read: InputReader, depth: number): TreeResult {
  const input = inputOf(tree)
  const value = read(input)
  if (value === undefined) return { is: 'unknown', why: `${input.kind || 'an input'} is not in any dump` }
  const found = value === null ? [] : candidates(tree, value)
  if (found === null) return { is: 'unknown', why: `this kind of ${input.kind} match is not modelled` }
  for (const onMatch of found) {
    const result = follow(onMatch, read, depth)
    if (result.is !== 'none') return result
  }
  return NONE
}

function throughList(list: JsonNode, read: InputReader, depth: number): TreeResult {
  for (const matcher of list.get('matchers').items()) {
    const match = matchPredicate(matcher.get('predicate'), read, depth)
    if (match.is === 'unknown') return { is: 'unknown', why: `${match.part}: ${match.why}` }
    if (match.is === 'no') continue
    const result = follow(matcher.get('on_match'), read, depth)
    if (result.is !== 'none') return result
  }
  return NONE
}

/** Evaluates xds.type.matcher.v3.Matcher: lists in order, maps by the longest key, nested ones, and what stands for no match. */
export function matchTree(matcher: JsonNode, read: InputReader, depth = 0): TreeResult {
  if (depth > MAX_MATCH_DEPTH) return { is: 'unknown', why: 'it is nested too deeply' }
  const result = matcher.has('matcher_tree')
    ? throughTree(matcher.get('matcher_tree'), read, depth)
    : throughList(matcher.get('matcher_list'), read, depth)
  return result.is === 'none' && matcher.has('on_no_match') ? follow(matcher.get('on_no_match'), read, depth) : result
}
