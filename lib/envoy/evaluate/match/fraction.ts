import type { JsonNode } from '@/lib/envoy/parse/json-node'

const DENOMINATORS: ReadonlyMap<string, number> = new Map([
  ['HUNDRED', 100],
  ['TEN_THOUSAND', 10_000],
  ['MILLION', 1_000_000],
])

/** A FractionalPercent (or a RuntimeFractionalPercent's default) as it stands: so many of so many. */
export function partsOf(node: JsonNode): { numerator: number; denominator: number } {
  const value = node.has('default_value') ? node.get('default_value') : node
  const denominator = DENOMINATORS.get(value.get('denominator').text() ?? 'HUNDRED') ?? 100
  return { numerator: Math.min(denominator, value.get('numerator').number() ?? value.get('value').number() ?? 0), denominator }
}

/** A FractionalPercent (or a RuntimeFractionalPercent's default) as 0…1; `missing` where nothing is set. */
export function fractionOf(node: JsonNode, missing: number): number {
  if (!node.exists) return missing
  const { numerator, denominator } = partsOf(node)
  return numerator / denominator
}

/** 0.25 → "25 %". */
export function percentText(fraction: number): string {
  return `${Number((fraction * 100).toFixed(4))} %`
}
