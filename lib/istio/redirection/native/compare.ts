import { ISTIO_TABLES } from '@/lib/istio/redirection/own-rules'
import { type RuleComparison, together } from '@/lib/netfilter/computed/compare'
import { compareTables, statementsKey } from '@/lib/netfilter/computed/nft/compare-tables'
import { field, type Json, textField } from '@/lib/netfilter/nft/json'
import type { NftRule, NftTable } from '@/lib/netfilter/nft/model'

/** Istio's native tables of a pod, observed and computed; every order counts. */
export function compareNative(observed: readonly NftTable[], computed: readonly NftTable[]): RuleComparison {
  const find = (tables: readonly NftTable[], name: string) => tables.find((table) => table.family === 'inet' && table.name === name) ?? null
  return ISTIO_TABLES.map((name) => compareTables(find(observed, name), find(computed, name), nativeKey)).reduce(together)
}

/** A rule's statements without counters, and without asking for TCP where a port of TCP is asked for: not every nft lists that. */
export function nativeKey(rule: NftRule): string {
  const ofTcp = rule.statements.some((statement) => textField(field(left(statement), 'payload'), 'protocol') === 'tcp')
  const asksTcp = (statement: Json) =>
    textField(field(left(statement), 'meta'), 'key') === 'l4proto' && field(field(statement, 'match'), 'right') === 'tcp'
  return statementsKey({ statements: rule.statements.filter((statement) => !ofTcp || !asksTcp(statement)) })
}

const left = (statement: Json): Json | undefined => field(field(statement, 'match'), 'left')
