import { matchString } from '@/lib/envoy/evaluate/match/string'
import { any, type Match, no, not, unknown, when } from '@/lib/envoy/evaluate/verdict'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** Dynamic metadata that filters have written, by filter name. */
export type DynamicMetadata = ReadonlyMap<string, unknown>

function step(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}

function matchValue(matcher: JsonNode, value: unknown, part: string): Match {
  const text = matcher.get('string_match')
  if (text.exists) return typeof value === 'string' ? matchString(text, value, part) : no(part, 'it is not a string')
  if (matcher.has('present_match')) return when(value !== undefined, part, 'it is not set')
  if (matcher.has('bool_match')) return when(value === matcher.get('bool_match').flag(), part, 'it differs')
  if (matcher.has('null_match')) return when(value === null, part, 'it is not null')
  const list = matcher.at('list_match', 'one_of')
  if (list.exists)
    return Array.isArray(value)
      ? any(
          value.map((item: unknown) => matchValue(list, item, part)),
          part,
        )
      : no(part, 'it is not a list')
  const choices = matcher.at('or_match', 'value_matchers').items()
  if (choices.length > 0)
    return any(
      choices.map((choice) => matchValue(choice, value, part)),
      part,
    )
  return unknown(part, 'this kind of metadata match is not modelled')
}

/** envoy.type.matcher.v3.MetadataMatcher on what the filters before have written; other filters' metadata is unknown. */
export function matchMetadata(matcher: JsonNode, metadata: DynamicMetadata, known: (filter: string) => boolean): Match {
  const filter = matcher.get('filter').text() ?? ''
  const keys = matcher
    .get('path')
    .items()
    .map((item) => item.get('key').text() ?? '')
  const part = `metadata ${filter} ${keys.join('.')}`
  if (!metadata.has(filter) && !known(filter)) return unknown(part, 'no dump shows what this filter writes')
  let value = metadata.get(filter)
  for (const key of keys) value = step(value, key)
  const result = value === undefined ? no(part, 'it is not set') : matchValue(matcher.get('value'), value, part)
  return matcher.get('invert').flag() ? not(result, part) : result
}
