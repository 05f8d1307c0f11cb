import { describe, expect, test } from 'vitest'
import { computeNodeRules } from '@/lib/kube-proxy/iptables/compute'
import { observedSettings } from '@/lib/kube-proxy/observed-settings'
import type { KubeProxySettings } from '@/lib/kube-proxy/settings'
import { DEFAULT_SETTINGS } from '@/lib/kube-proxy/settings'
import { endpoint, only, rulesOf, service, slice } from '@/lib/kube-proxy/testing/cluster'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

const two = slice([endpoint('10.0.2.2', 'n2'), endpoint('10.0.1.1', 'n1')])
const _target = (rule: string | undefined) => / -j (\S+)/.exec(rule ?? '')?.[1]?.replace(/-[A-Z2-7]{16}$/, '')

describe('settings', () => {
  const nodePort = service({
    type: 'NodePort',
    externalTrafficPolicy: 'Local',
    ports: [{ name: 'http', port: 80, protocol: 'TCP', nodePort: 30080 }],
  })
  const cases: [string, Partial<KubeProxySettings>][] = [
    ['nothing', {}],
    ['a network', { detectLocal: { by: 'cidr', cidr: '10.0.0.0/8' } }],
    ['a bridge', { detectLocal: { by: 'bridge', iface: 'cni0' } }],
    ['interfaces', { detectLocal: { by: 'prefix', prefix: 'veth' } }],
    ['everything', { masqueradeAll: true, detectLocal: { by: 'cidr', cidr: '10.0.0.0/8' } }],
    ['another bit', { masqueradeMark: 0x8000 }],
    ['an old kernel', { randomFully: false }],
    ['no localhost', { localhostNodePorts: false }],
    ['two addresses', { nodePortAddresses: ['192.0.2.1', '127.0.0.1'] }],
    ['a liberal conntrack', { dropInvalid: false }],
    ['nfacct', { nfacct: true }],
  ]
  test.each(cases)('%s: what was set is read back from the rules', (_, set) => {
    const version = { major: 1, minor: 31 }
    const settings = { ...DEFAULT_SETTINGS, version, ...set }
    const node = { name: 'n1', zone: null, ip: { IPv4: '192.0.2.1', IPv6: null } }
    const rules = computeNodeRules({ services: [nodePort], slices: [two], node, family: 'IPv4', kubelet: version, proxy: settings })
    expect(observedSettings(parseIptablesSave(rules.print()).ruleset, version)).toEqual(settings)
  })

  test('what stands where', () => {
    const marked = (set: Partial<KubeProxySettings>) =>
      only(rulesOf({ services: [nodePort], slices: [two], settings: set }), 'KUBE-SVC')?.[0]
    expect(marked({})).toContain('10.0.1.1')
    expect(marked({ detectLocal: { by: 'bridge', iface: 'cni0' } })).toMatch(/^-d 10\.96\.0\.10\/32 ! -i cni0 -p tcp .* -j KUBE-MARK-MASQ$/)
    expect(marked({ detectLocal: { by: 'cidr', cidr: '10.0.1.9/8' } })).toMatch(/^! -s 10\.0\.0\.0\/8 -d 10\.96\.0\.10\/32 -p tcp/)
    expect(
      rulesOf({ settings: { nodePortAddresses: ['192.0.2.1', '127.0.0.1'], localhostNodePorts: false } })
        .get('nat KUBE-SERVICES')
        ?.filter((rule) => rule.includes('nodeports')),
    ).toHaveLength(1)
  })

  test('IPv6: its own addresses, answers and lists, and no node ports on ::1', () => {
    const six = { ipFamilies: ['IPv6'], clusterIP: 'fd00::10', clusterIPs: ['fd00::10'], sessionAffinity: 'ClientIP' }
    const chains = rulesOf({
      family: 'IPv6',
      services: [service(six)],
      slices: [slice([endpoint('fd00::1', 'n1')], { addressType: 'IPv6' })],
    })
    expect(chains.get('nat KUBE-SERVICES')?.[0]).toContain('-d fd00::10/128 -p tcp')
    expect(chains.get('nat KUBE-SERVICES')?.[1]).toMatch(/^! -d ::1\/128 /)
    expect(only(chains, 'KUBE-SEP')?.[1]).toMatch(/--mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff .*--to-destination \[fd00::1\]:8080$/)
    expect(rulesOf({ family: 'IPv6', services: [service(six)] }).get('filter KUBE-SERVICES')?.[0]).toContain(
      '--reject-with icmp6-port-unreachable',
    )
  })

  test('kubelet before 1.27 has the chain that drops what was marked', () => {
    expect(rulesOf({ minor: 26 }).get('filter KUBE-FIREWALL')).toHaveLength(2)
    expect(rulesOf({ minor: 27 }).get('filter KUBE-FIREWALL')).toHaveLength(1)
  })
})
