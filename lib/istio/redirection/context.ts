import type { RedirectionSettings } from '@/lib/istio/redirection/settings'
import { printedNetwork } from '@/lib/netfilter/address/format'
import type { DumpWriter } from '@/lib/netfilter/computed/dump-writer'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'

/** What the rules of one pod and one address family are written with. */
export interface RedirectionContext {
  settings: RedirectionSettings
  family: 'IPv4' | 'IPv6'
  /** Appends a rule; `setting`: the annotation or variable that it comes from, where there is one. */
  append(table: string, chain: string, rule: string, setting?: string | null): void
  insert(table: string, chain: string, place: number, rule: string, setting?: string | null): void
  chain(table: string, name: string): void
  /** The pod's loopback, and the address from which the proxy speaks to the app. */
  loopback: string
  inboundSource: string
}

export function redirectionContext(
  writer: DumpWriter<RuleSource>,
  settings: RedirectionSettings,
  family: 'IPv4' | 'IPv6',
): RedirectionContext {
  const source = (setting: string | null): RuleSource => ({ by: 'istio', setting })
  return {
    settings,
    family,
    append: (table, chain, rule, setting = null) => writer.append(table, chain, rule, source(setting)),
    insert: (table, chain, place, rule, setting = null) => writer.insert(table, chain, place, rule, source(setting)),
    chain: (table, name) => writer.chain(table, name),
    loopback: family === 'IPv6' ? '::1/128' : (printedNetwork(settings.loopback)?.text ?? settings.loopback),
    inboundSource: family === 'IPv6' ? '::6/128' : '127.0.0.6/32',
  }
}

/** Networks of this family as the rules print them; what is no network is passed over, as istio-iptables does. */
export function networksOf(family: 'IPv4' | 'IPv6', ranges: readonly string[]): { text: string; any: boolean; loopback: boolean }[] {
  return ranges.flatMap((range) => {
    const network = range.includes('/') ? printedNetwork(range) : null
    if (!network || (network.family === 6) !== (family === 'IPv6')) return []
    return [{ ...network, loopback: network.text.startsWith('127.') || network.text === '::1/128' }]
  })
}
