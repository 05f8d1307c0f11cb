import { parseJsonText } from '@/lib/envoy/parse/json-text'
import { MAX_ADMIN_CHARS } from '@/lib/envoy/parse/limits'
import type { EnvoyProblem } from '@/lib/envoy/parse/problem'

/** Counters, gauges and text readouts of `/stats?format=json` by name; histograms are left out. */
export interface Stats {
  values: ReadonlyMap<string, number | string>
  problems: readonly EnvoyProblem[]
}

/** Parses `/stats?format=json`. Never throws. */
export function parseStats(text: string): Stats {
  const problems: EnvoyProblem[] = []
  const root = parseJsonText(text, MAX_ADMIN_CHARS, problems)
  const values = new Map<string, number | string>()
  for (const node of root.get('stats').items()) {
    const name = node.get('name').text()
    const value = node.get('value')
    const read = value.number() ?? value.text()
    if (name !== null && read !== null) values.set(name, read)
  }
  return { values, problems }
}
