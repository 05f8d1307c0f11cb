import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { type Finding, type FindingCode, finding } from '@/lib/istio/analysis/finding'
import { at, numberField, type Resource } from '@/lib/istio/analysis/resource'
import { field, isObject, type Json, listField, textField } from '@/lib/istio/json'

const WHOLE_ROUTES = new Set(['ROUTE_CONFIGURATION', 'HTTP_ROUTE'])
const FILTERS = new Set(['NETWORK_FILTER', 'HTTP_FILTER'])
const RELATIVE = new Set(['INSERT_BEFORE', 'INSERT_AFTER'])

/** What a patch is about, by which two patches are told to be about the same. */
function nameOf(patch: Json): string {
  const value = at(patch, 'patch', 'value')
  if (!isObject(value)) return ''
  // Go prints a protobuf string with its kind.
  const own = textField(value, 'name')
  return own === null ? (textField(at(patch, 'match', 'listener', 'filterChain', 'filter'), 'name') ?? '') : `string_value:"${own}"`
}

/** What is wrong with one operation; "relative": only where nothing says in which order. */
function wrongIn(operation: string, applyTo: string): FindingCode | 'relative' | null {
  if (operation === 'ADD') return WHOLE_ROUTES.has(applyTo) ? 'IST0153' : null
  if (operation === 'REMOVE') return WHOLE_ROUTES.has(applyTo) ? 'IST0154' : 'relative'
  if (operation === 'REPLACE') return FILTERS.has(applyTo) ? 'relative' : 'IST0152'
  return RELATIVE.has(operation) ? 'relative' : null
}

function* ofFilter(filter: Resource, versioned: Set<string>): Iterable<Finding> {
  const priority = numberField(filter.spec, 'priority') ?? 0
  for (const [index, patch] of listField(filter.spec, 'configPatches').entries()) {
    if (field(patch, 'patch') === undefined) return
    const name = nameOf(patch)
    const wrong = wrongIn(textField(field(patch, 'patch'), 'operation') ?? '', textField(patch, 'applyTo') ?? '')
    const path = `spec.configPatches[${index}]`
    if (wrong === 'relative') {
      if (priority === 0) yield finding(versioned.has(name) ? 'IST0155' : 'IST0151', filter, {}, path)
    } else if (wrong !== null) yield finding(wrong, filter, {}, path)
    if (textField(at(patch, 'match', 'proxy'), 'proxyVersion') !== null) versioned.add(name)
  }
}

/** Patches of EnvoyFilters that do nothing, or depend on an order that nothing says. */
export const envoyPatches: Analyzer = {
  name: 'envoyfilter.EnvoyPatchAnalyzer',
  codes: ['IST0151', 'IST0152', 'IST0153', 'IST0154', 'IST0155'],
  needs: ['EnvoyFilter'],
  *analyze(configuration) {
    const versioned = new Set<string>()
    for (const filter of configuration.all('EnvoyFilter')) yield* ofFilter(filter, versioned)
  },
}
