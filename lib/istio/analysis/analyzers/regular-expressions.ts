import { RE2JS } from 're2js'
import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { type Finding, finding } from '@/lib/istio/analysis/finding'
import { at, type Resource } from '@/lib/istio/analysis/resource'
import { REGEXP_ANALYZER_UNTIL } from '@/lib/istio/analysis/version'
import { field, isObject, type Json, listField, textField } from '@/lib/istio/json'

/** Longer ones are refused by istiod before anything compiles them. */
const MAX_CHARS = 1024

/** Why an expression of RE2 does not compile, as Go says it; null: it does. */
function faultOf(expression: string): string | null {
  if (expression.length > MAX_CHARS) return null
  try {
    RE2JS.compile(expression)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

function* ofMatch(match: Json, path: string): Iterable<[string, Json | undefined, string]> {
  for (const key of ['uri', 'scheme', 'method', 'authority']) yield [key, field(match, key), `${path}.${key}`]
  for (const key of ['headers', 'queryParams']) {
    const all = field(match, key)
    for (const [name, one] of isObject(all) ? Object.entries(all) : []) yield [key, one, `${path}.${key}.${name}`]
  }
}

function* ofService(service: Resource): Iterable<Finding> {
  for (const [i, rule] of listField(service.spec, 'http').entries()) {
    const found: [string, Json | undefined, string][] = [
      ...listField(rule, 'match').flatMap((match, j) => [...ofMatch(match, `spec.http[${i}].match[${j}]`)]),
      ...listField(at(rule, 'corsPolicy'), 'allowOrigins').map((origin, j): [string, Json, string] => [
        'corsPolicy.allowOrigins',
        origin,
        `spec.http[${i}].corsPolicy.allowOrigins[${j}]`,
      ]),
    ]
    for (const [name, match, path] of found) {
      const expression = textField(match, 'regex')
      const why = expression === null ? null : faultOf(expression)
      if (expression !== null && why !== null) yield finding('IST0122', service, { field: name, expression, why }, `${path}.regex`)
    }
  }
}

/** Regular expressions of VirtualServices that Envoy would not compile. */
export const regularExpressions: Analyzer = {
  name: 'virtualservice.RegexAnalyzer',
  codes: ['IST0122'],
  needs: ['VirtualService'],
  *analyze(configuration) {
    if (configuration.since(REGEXP_ANALYZER_UNTIL + 1)) return
    for (const service of configuration.all('VirtualService')) yield* ofService(service)
  },
}
