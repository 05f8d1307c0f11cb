import type { Rule } from '@/lib/netfilter/model'
import type { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import { field } from '@/lib/netfilter/nft/json'
import { isNative } from '@/lib/netfilter/nft/model'

/** Whether a rule of the chains on PREROUTING or OUTPUT, or of those that they may call, redirects to a port of the namespace itself. */
export function redirectsTo(rules: NamespaceRules, port: number): boolean {
  const tables = new Set((['PREROUTING', 'OUTPUT'] as const).flatMap((hook) => rules.chainsAt(hook).map(({ table }) => table)))
  for (const table of tables) {
    for (const chain of table.chains.values()) if (chain.rules.some((rule) => redirects(rule, port))) return true
  }
  return false
}

function redirects(rule: Rule, port: number): boolean {
  if (isNative(rule)) return rule.statements.some((statement) => field(field(statement, 'redirect'), 'port') === port)
  return rule.target === 'REDIRECT' && rule.options.some(({ name, values }) => name === '--to-ports' && values[0] === String(port))
}
