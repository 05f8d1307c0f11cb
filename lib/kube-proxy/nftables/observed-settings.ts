import { DEFAULT_SETTINGS, type KubeProxySettings, type LocalDetector } from '@/lib/kube-proxy/settings'
import type { Release } from '@/lib/kubernetes/release'
import { field, type Json, listOf, numberField, textField } from '@/lib/netfilter/nft/json'
import { isNative, type NftTable } from '@/lib/netfilter/nft/model'

const MARKING = 'mark-for-masquerade'

/** What kube-proxy was told, read from its table in mode nftables; the rest are its defaults. */
export function observedNftSettings(table: NftTable, version: Release): KubeProxySettings {
  const nodePorts = table.sets.get('nodeport-ips')
  const marking = statementsIn(table, MARKING)[0] ?? []
  const mark = listOf(field(field(field(marking[0], 'mangle'), 'value'), '|'))[1]
  return {
    ...DEFAULT_SETTINGS,
    version,
    mode: 'nftables',
    ...masquerading(table),
    ...(typeof mark === 'number' ? { masqueradeMark: mark } : {}),
    nodePortAddresses: nodePorts ? nodePorts.elements.filter((element) => typeof element === 'string') : 'all',
    serviceCidrs: serviceCidrs(table),
  }
}

/** By the first Service with a rule that marks what comes to its cluster address. */
function masquerading(table: NftTable): { detectLocal: LocalDetector; masqueradeAll: boolean } {
  for (const name of table.chains.keys()) {
    if (!name.startsWith('service-') && !name.startsWith('local-')) continue
    const first = statementsIn(table, name)[0] ?? []
    if (textField(field(first.at(-1), 'jump'), 'target') !== MARKING) continue
    const others = first.map((statement) => field(statement, 'match')).find((match) => textField(match, 'op') === '!=')
    return others === undefined
      ? { detectLocal: { by: 'none' }, masqueradeAll: true }
      : { detectLocal: detector(others), masqueradeAll: false }
  }
  return { detectLocal: { by: 'none' }, masqueradeAll: false }
}

function detector(match: Json): LocalDetector {
  const left = field(match, 'left')
  const right = field(match, 'right')
  if (field(left, 'meta') === undefined) return { by: 'cidr', cidr: networkText(right) }
  const name = typeof right === 'string' ? right : ''
  return name.endsWith('*') ? { by: 'prefix', prefix: name.slice(0, -1) } : { by: 'bridge', iface: name }
}

function serviceCidrs(table: NftTable): string[] {
  const dropping = statementsIn(table, 'cluster-ips-check').find((statements) => field(statements.at(-1), 'drop') !== undefined)
  const right = field(field(dropping?.[0], 'match'), 'right')
  return right === undefined ? [] : listOf(field(right, 'set') ?? right).map(networkText)
}

function networkText(json: Json | undefined): string {
  const prefix = field(json, 'prefix')
  if (prefix === undefined) return typeof json === 'string' ? json : ''
  return `${textField(prefix, 'addr')}/${numberField(prefix, 'len')}`
}

const statementsIn = (table: NftTable, chain: string): (readonly Json[])[] =>
  (table.chains.get(chain)?.rules ?? []).flatMap((rule) => (isNative(rule) ? [rule.statements] : []))
