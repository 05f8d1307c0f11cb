import type { JsonNode } from '@/lib/envoy/parse/json-node'

const DENOMINATORS: ReadonlyMap<string, number> = new Map([
  ['HUNDRED', 100],
  ['TEN_THOUSAND', 10_000],
  ['MILLION', 1_000_000],
])

/** A FractionalPercent (or a RuntimeFractionalPercent's default) as 0…1; `missing` where nothing is set. */
export function fractionOf(node: JsonNode, missing: number): number {
  if (!node.exists) return missing
  const value = node.has('default_value') ? node.get('default_value') : node
  const numerator = value.get('numerator').number() ?? value.get('value').number() ?? 0
  return Math.min(1, numerator / (DENOMINATORS.get(value.get('denominator').text() ?? 'HUNDRED') ?? 100))
}

/** 0.25 → "25 %". */
export function percentText(fraction: number): string {
  return `${Number((fraction * 100).toFixed(4))} %`
}
