import { hidingLayer, type Runtime, runtimeInteger } from '@/lib/envoy/config/runtime'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const DENOMINATORS: ReadonlyMap<string, number> = new Map([
  ['HUNDRED', 100],
  ['TEN_THOUSAND', 10_000],
  ['MILLION', 1_000_000],
])

interface Parts {
  numerator: number
  denominator: number
}

/** What a static layer of the runtime sets in place of a default: a FractionalPercent, or a whole number of 100. Source: SnapshotImpl::featureEnabled. */
export function overridden(key: string | null, runtime: Runtime | null): Parts | null {
  const value = key ? runtime?.values.get(key) : undefined
  if (!value || !key || !runtime) return null
  if (value.has('numerator') || value.has('denominator')) return partsOf(value)
  const whole = runtimeInteger(runtime, key)
  return whole !== null ? { numerator: Math.min(100, whole), denominator: 100 } : null
}

/** A FractionalPercent, or a RuntimeFractionalPercent by what a dump tells of the runtime: so many of so many. */
export function partsOf(node: JsonNode, runtime: Runtime | null = null): Parts {
  const set = overridden(node.get('runtime_key').text(), runtime)
  if (set) return set
  const value = node.has('default_value') ? node.get('default_value') : node
  const denominator = DENOMINATORS.get(value.get('denominator').text() ?? 'HUNDRED') ?? 100
  return { numerator: Math.min(denominator, value.get('numerator').number() ?? value.get('value').number() ?? 0), denominator }
}

/** Why it is not known how many requests a RuntimeFractionalPercent takes; null: it is. `key`: the runtime's, where the field names none. */
export function fractionHidden(node: JsonNode, runtime: Runtime, key: string | null = node.get('runtime_key').text()): string | null {
  const layer = hidingLayer(runtime, key)
  return layer === null ? null : `the runtime layer ${layer}, which no dump shows, may set ${key}`
}

/** The same as 0…1; `missing` where nothing is set. */
export function fractionOf(node: JsonNode, missing: number, runtime: Runtime | null = null): number {
  if (!node.exists) return missing
  const { numerator, denominator } = partsOf(node, runtime)
  return numerator / denominator
}

/** 0.25 → "25 %". */
export function percentText(fraction: number): string {
  return `${Number((fraction * 100).toFixed(4))} %`
}
