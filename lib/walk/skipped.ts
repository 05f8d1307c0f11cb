import type { Skipped } from '@/lib/api/step'
import type { SkippedRule } from '@/lib/netfilter/model'

/** A passed-over rule as the API says it. */
export function skippedRule({ rule, part, why, code, values }: SkippedRule): Skipped {
  return { index: rule.index, rule: rule.text, part, why, code: `netfilter.${code}`, values }
}
