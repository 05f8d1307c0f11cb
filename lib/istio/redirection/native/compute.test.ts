import { expect, test } from 'vitest'
import { compareNative } from '@/lib/istio/redirection/native/compare'
import { computeNativeRedirection } from '@/lib/istio/redirection/native/compute'
import { DEFAULT_REDIRECTION, type RedirectionSettings } from '@/lib/istio/redirection/settings'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'

const ALL: Partial<RedirectionSettings> = { inboundPorts: '*', outboundRanges: '*', inboundPortsExclude: ['15090'], native: true }
const computed = (set: Partial<RedirectionSettings>, minor = 28, ipv6 = false) =>
  computeNativeRedirection({ ...DEFAULT_REDIRECTION, version: { major: 1, minor }, ...ALL, ...set }, ipv6)

/** Rules of a chain as nft prints them. */
function rules(set: Partial<RedirectionSettings>, table: string, chain: string, minor?: number, ipv6?: boolean): string[] {
  const home = computed(set, minor, ipv6).ruleset.tables.find(({ name }) => name === `istio-proxy-${table}`)
  return (home?.chains.get(chain)?.rules ?? []).map(({ text }) => text)
}

test('rules count since 1.28', () => {
  expect(rules({}, 'nat', 'prerouting', 27)).toEqual(['meta l4proto tcp jump istio-inbound'])
  expect(rules({}, 'nat', 'prerouting', 28)).toEqual(['meta l4proto tcp counter jump istio-inbound'])
})

test('IPv6 has its own rules beside those of IPv4, where the pod has it', () => {
  const loopback = (ipv6: boolean) => rules({}, 'nat', 'istio-output', 27, ipv6).filter((rule) => /^ip6? daddr/.test(rule))
  expect(loopback(false)).toEqual(['ip daddr 127.0.0.1 return'])
  expect(loopback(true)).toEqual(['ip daddr 127.0.0.1 return', 'ip6 daddr ::1 return'])
})

test('a table is there only where it has rules', () => {
  const tables = (set: Partial<RedirectionSettings>) => computed(set).ruleset.tables.map(({ name }) => name.replace('istio-proxy-', ''))
  expect(tables({})).toEqual(['nat'])
  expect(tables({ dropInvalid: true })).toEqual(['nat', 'mangle'])
  expect(tables({ mode: 'TPROXY', dns: 'all' })).toEqual(['nat', 'mangle', 'raw'])
  // No name server that the rules could name: nothing is captured.
  expect(tables({ dns: [] })).toEqual(['nat'])
})

test('what TPROXY leaves out stands first', () => {
  const from = 'iifname "lo" meta l4proto tcp'
  expect(rules({ mode: 'TPROXY', inboundPorts: ['80'] }, 'mangle', 'istio-inbound', 27)).toEqual([
    'meta l4proto tcp meta mark 0x00000539 return',
    `${from} ip saddr 127.0.0.6 return`,
    `${from} meta mark != 0x0000053a return`,
    'ct state established,related tcp dport 80 jump istio-divert',
    'tcp dport 80 jump istio-tproxy',
  ])
})

test('each rule knows the setting that it comes from', () => {
  const made = computed({ outboundPortsExclude: ['22'] })
  const rule = made.ruleset.tables[0]?.chains.get('istio-output')?.rules[0]
  expect(rule?.text).toBe('tcp dport 22 counter return')
  expect(made.sourceOf(rule && 'pointer' in rule ? String(rule.pointer) : '')).toEqual({
    by: 'istio',
    setting: 'traffic.sidecar.istio.io/excludeOutboundPorts',
  })
})

test('counters, and asking for TCP before a port of TCP, are no difference; another port is', () => {
  const wanted = computed({}).ruleset.tables
  const listed = (text: string) => parseNftRuleset(text, null).tables
  const said = computed({}, 27).text.replaceAll(
    '{"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 15008}}',
    '{"match": {"op": "==", "left": {"meta": {"key": "l4proto"}}, "right": "tcp"}}, {"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 15008}}',
  )
  expect(said).not.toBe(computed({}, 27).text)
  expect(compareNative(listed(said), wanted).differences).toEqual([])
  const other = compareNative(listed(said.replaceAll('15008', '15009')), wanted).differences
  expect(other.map(({ kind }) => kind).sort()).toEqual(['extra', 'extra', 'extra', 'missing', 'missing', 'missing'])
})
