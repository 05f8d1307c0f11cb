import { describe, expect, test } from 'vitest'
import { computeNftables } from '@/lib/kube-proxy/nftables/compute'
import { serviceOfChain } from '@/lib/kube-proxy/nftables/names'
import { observedNftSettings } from '@/lib/kube-proxy/nftables/observed-settings'
import { DEFAULT_SETTINGS, type KubeProxySettings } from '@/lib/kube-proxy/settings'
import { endpoint, service, slice } from '@/lib/kube-proxy/testing/cluster'
import type { Service } from '@/lib/kubernetes/services'
import { compareTables } from '@/lib/netfilter/computed/nft/compare-tables'
import type { NftTable } from '@/lib/netfilter/nft/model'

const VERSION = { major: 1, minor: 30 }
const NODE = { name: 'n1', zone: null, ip: { IPv4: '192.0.2.1', IPv6: null } }
const LB = { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } }
const NODE_PORT = [{ name: 'http', port: 80, protocol: 'TCP', nodePort: 30080 }]
const two = slice([endpoint('10.0.2.2', 'n2'), endpoint('10.0.1.1', 'n1')])

function tableOf(set: Partial<KubeProxySettings> = {}, services: readonly Service[] = [service()], slices = [two]): NftTable {
  const settings: KubeProxySettings = { ...DEFAULT_SETTINGS, version: VERSION, mode: 'nftables', ...set }
  const [table] = computeNftables(services, slices, NODE, 'IPv4', settings).ruleset.tables
  if (!table) throw new Error('no table')
  return table
}

const chain = (table: NftTable, start: string) =>
  [...table.chains.values()].find(({ name }) => name.startsWith(start) && name.includes('/'))?.rules.map(({ text }) => text)
const elements = (table: NftTable, name: string) => JSON.stringify(table.sets.get(name)?.elements)

test('names as kube-proxy makes them', () => {
  const names = [...tableOf().chains.keys()].filter((name) => name.includes('/'))
  expect(names.map((name) => name.replace(/-[A-Z2-7]{8}-/, '-HASH-'))).toEqual([
    'service-HASH-shop/web/tcp/http',
    'endpoint-HASH-shop/web/tcp/http__10.0.1.1/8080',
    'endpoint-HASH-shop/web/tcp/http__10.0.2.2/8080',
  ])
  expect(names.map(serviceOfChain)).toEqual(['shop/web:http', 'shop/web:http', 'shop/web:http'])
  expect(serviceOfChain('services')).toBeNull()
})

test('no endpoint is refused, one elsewhere is dropped where only this node’s count, and a source range is a set', () => {
  const local = service(
    {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['198.51.100.0/24', '192.0.2.0/24'],
      ports: NODE_PORT,
    },
    LB,
  )
  const refused = tableOf({}, [local], [])
  expect(elements(refused, 'no-endpoint-services')?.match(/reject-chain/g)).toHaveLength(2)
  expect(elements(refused, 'no-endpoint-nodeports')).toContain('shop/web:http')
  const dropped = tableOf({}, [local], [slice([endpoint('10.0.2.2', 'n2')])])
  expect(elements(dropped, 'no-endpoint-nodeports')).toContain('{"drop":null}')
  expect(elements(dropped, 'service-ips')?.match(/goto/g)).toHaveLength(2)
  expect(chain(dropped, 'firewall-')?.filter((rule) => rule.includes('drop'))).toEqual([
    'ip saddr != { 192.0.2.0/24, 198.51.100.0/24, 203.0.113.7 } drop',
  ])
})

test('session affinity looks its sets up first, and they are not compared', () => {
  const sticky = tableOf({}, [service({ sessionAffinity: 'ClientIP' })])
  expect(chain(sticky, 'service-')?.map((rule) => rule.includes('@affinity-'))).toEqual([true, true, false])
  expect(sticky.sets.get([...sticky.sets.keys()].find((name) => name.startsWith('affinity-')) ?? '')?.changing).toBe(true)
  const { equal, computed, differences } = compareTables(sticky, sticky)
  expect([equal === computed, differences]).toEqual([true, []])
})

describe('settings', () => {
  const cases: [string, Partial<KubeProxySettings>][] = [
    ['nothing', {}],
    ['a network', { detectLocal: { by: 'cidr', cidr: '10.0.0.0/8' } }],
    ['a bridge', { detectLocal: { by: 'bridge', iface: 'cni0' } }],
    ['interfaces', { detectLocal: { by: 'prefix', prefix: 'veth' } }],
    ['everything', { masqueradeAll: true }],
    ['another bit', { masqueradeMark: 0x8000 }],
    ['one address', { nodePortAddresses: ['192.0.2.1'] }],
    ['networks of Services', { serviceCidrs: ['10.96.0.0/12', '10.112.0.0/16'] }],
  ]
  test.each(cases)('%s: what was set is read back from the table', (_, set) => {
    const settings: KubeProxySettings = { ...DEFAULT_SETTINGS, version: VERSION, mode: 'nftables', ...set }
    expect(observedNftSettings(tableOf(set), VERSION)).toEqual(settings)
  })
})

test('differences: an element of a Service that came, a rule of an endpoint that went', () => {
  const { differences } = compareTables(
    tableOf({}, [service({ ports: NODE_PORT, type: 'NodePort' })], [slice([endpoint('10.0.1.1', 'n1')])]),
    tableOf(),
  )
  const extra = differences.filter(({ kind }) => kind === 'extra').map(({ rule }) => rule.text)
  const missing = differences.filter(({ kind }) => kind === 'missing').map(({ rule }) => rule.text)
  expect(extra.some((text) => /^service-nodeports \{ tcp \. 30080 : goto external-/.test(text))).toBe(true)
  expect(missing).toContain('ip saddr 10.0.2.2 jump mark-for-masquerade')
  expect(compareTables(null, tableOf()).equal).toBe(0)
})
