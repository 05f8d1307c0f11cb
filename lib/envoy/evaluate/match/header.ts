import { regexMatches } from '@/lib/envoy/evaluate/match/regex'
import { matchString } from '@/lib/envoy/evaluate/match/string'
import { type Match, no, not, unknown, when } from '@/lib/envoy/evaluate/verdict'
import type { HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** A header of the request, pseudo headers too; undefined when it has none. */
export function headerOf(request: HttpRequest, name: string): string | undefined {
  const lower = name.toLowerCase()
  if (lower === ':method') return request.method
  if (lower === ':path') return request.method === 'CONNECT' ? undefined : request.path
  if (lower === ':authority' || lower === 'host') return request.authority
  if (lower === ':scheme') return request.scheme
  return request.headers.get(lower)
}

const OLD_FORMS = ['exact_match', 'prefix_match', 'suffix_match', 'contains_match'] as const

function compareOld(form: string, wanted: string, value: string): boolean {
  if (form === 'exact_match') return value === wanted
  if (form === 'prefix_match') return value.startsWith(wanted)
  if (form === 'suffix_match') return value.endsWith(wanted)
  return value.includes(wanted)
}

function matchValue(matcher: JsonNode, value: string, part: string): Match {
  const text = matcher.get('string_match')
  if (text.exists) return matchString(text, value, part)
  const old = matcher.oneOf(...OLD_FORMS)
  if (old !== null) {
    const wanted = old.node.text() ?? ''
    return when(compareOld(old.name, wanted, value), part, `${value || 'empty'} is not ${old.name.replace('_match', '')} ${wanted}`)
  }
  const regex = matcher.at('safe_regex_match', 'regex').text()
  if (regex !== null) {
    const result = regexMatches(regex, value)
    return result === null
      ? unknown(part, `the regular expression ${regex} cannot be evaluated`)
      : when(result, part, `${value} is not ${regex}`)
  }
  const range = matcher.get('range_match')
  if (range.exists) {
    const start = range.get('start').number() ?? 0
    const end = range.get('end').number() ?? 0
    const number = /^-?\d+$/.test(value) ? Number(value) : null
    return when(number !== null && number >= start && number < end, part, `${value} is not in ${start}…${end}`)
  }
  return unknown(part, 'this kind of header match is not modelled')
}

const VALUE_FORMS = ['string_match', ...OLD_FORMS, 'safe_regex_match', 'range_match', 'present_match', 'value_match'] as const

/**
 * envoy.config.route.v3.HeaderMatcher. A missing header never matches a value matcher, inverted or not; with
 * treat_missing_header_as_empty it counts as an empty one that is there, also where presence is asked for (as without any specifier).
 */
export function matchHeader(matcher: JsonNode, request: HttpRequest): Match {
  const name = matcher.get('name').text() ?? ''
  const part = `header ${name}`
  const invert = matcher.get('invert_match').flag()
  const present = headerOf(request, name) ?? (matcher.get('treat_missing_header_as_empty').flag() ? '' : undefined)
  const form = matcher.oneOf(...VALUE_FORMS)
  if (form === null || form.name === 'present_match') {
    const wanted = form === null || form.node.flag(true)
    const result = when(
      (present !== undefined) === wanted,
      part,
      present === undefined ? 'the request does not have it' : 'the request has it',
    )
    return invert ? not(result, part) : result
  }
  if (present === undefined) return no(part, 'the request does not have it')
  if (request.unknownHeaders?.has(name.toLowerCase()) === true) return unknown(part, 'a proxy before wrote a value that is not in any dump')
  const result = matchValue(matcher, present, part)
  return invert ? not(result, part) : result
}
