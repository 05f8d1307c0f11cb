import { describe, expect, test } from 'vitest'
import { settingsOfArguments } from '@/lib/istio/redirection/arguments'
import { computeRedirection } from '@/lib/istio/redirection/compute'
import { podRedirection } from '@/lib/istio/redirection/pod'
import { DEFAULT_REDIRECTION, type RedirectionSettings } from '@/lib/istio/redirection/settings'
import { podSchema } from '@/lib/kubernetes/pods'

const ALL: Partial<RedirectionSettings> = { inboundPorts: '*', outboundRanges: '*', inboundPortsExclude: ['15090', '15021', '15020'] }

/** Rules of a chain, without `-A CHAIN `. */
function rules(minor: number, set: Partial<RedirectionSettings>, table: string, chain: string, family: 'IPv4' | 'IPv6' = 'IPv4'): string[] {
  const settings = { ...DEFAULT_REDIRECTION, version: { major: 1, minor }, ...ALL, ...set }
  const { ruleset } = computeRedirection(settings, family)
  return (ruleset.tables.get(table)?.chains.get(chain)?.rules ?? []).map(({ text }) => text.slice(`-A ${chain} `.length))
}

describe('by version', () => {
  test('UDP passes ISTIO_OUTPUT since 1.25, and excluded ports hold for it too', () => {
    expect(rules(24, {}, 'nat', 'OUTPUT')).toEqual(['-p tcp -j ISTIO_OUTPUT'])
    expect(rules(25, {}, 'nat', 'OUTPUT')).toEqual(['-j ISTIO_OUTPUT'])
    const first = (minor: number) =>
      rules(minor, { outboundPortsExclude: ['22', '443'] }, 'nat', 'ISTIO_OUTPUT').filter((rule) => /dports? 22|dport 443/.test(rule))
    expect(first(24)).toEqual(['-p tcp -m tcp --dport 22 -j RETURN', '-p tcp -m tcp --dport 443 -j RETURN'])
    expect(first(25).map((rule) => rule.slice(3, 6))).toEqual(['tcp', 'udp', 'tcp', 'udp'])
    expect(first(30)).toEqual(['-p tcp -m multiport --dports 22,443 -j RETURN', '-p udp -m multiport --dports 22,443 -j RETURN'])
  })

  test('captured DNS: beside ISTIO_OUTPUT, in it, in a chain of its own', () => {
    const dns = { dns: ['10.96.0.10'] }
    const udp = '-d 10.96.0.10/32 -p udp -m udp --dport 53 -j REDIRECT --to-ports 15053'
    expect(rules(22, dns, 'nat', 'OUTPUT')).toContain(udp)
    expect(rules(23, dns, 'nat', 'ISTIO_OUTPUT').at(-1)).toBe(udp)
    expect(rules(25, dns, 'nat', 'ISTIO_OUTPUT_DNS')).toEqual([
      '-d 10.96.0.10/32 -p tcp -m tcp --dport 53 -j REDIRECT --to-ports 15053',
      udp,
    ])
    expect(rules(25, dns, 'raw', 'PREROUTING')).toEqual(['-j ISTIO_INBOUND'])
    expect(rules(25, dns, 'raw', 'ISTIO_INBOUND')).toEqual(['-s 10.96.0.10/32 -p udp -m udp --sport 53 -j CT --zone 1'])
    expect(rules(24, { dns: 'all' }, 'raw', 'PREROUTING')).toEqual(['-p udp -m udp --sport 53 -j CT --zone 1'])
    expect(rules(25, dns, 'nat', 'ISTIO_OUTPUT_DNS', 'IPv6')).toEqual([])
  })

  test('out of window packets are dropped in a chain of its own since 1.25', () => {
    expect(rules(24, { dropInvalid: true }, 'mangle', 'PREROUTING')).toEqual(['-m conntrack --ctstate INVALID -j DROP'])
    expect(rules(25, { dropInvalid: true }, 'mangle', 'ISTIO_DROP')).toEqual(['-j DROP'])
  })

  test('listed networks: the rest returned by a rule until 1.22', () => {
    const last = (minor: number) =>
      rules(minor, { outboundRanges: ['10.0.0.1/8', 'fd00::/8', 'nonsense'] }, 'nat', 'ISTIO_OUTPUT').slice(-2)
    expect(last(22)).toEqual(['-d 10.0.0.0/8 -j ISTIO_REDIRECT', '-j RETURN'])
    expect(last(23)).toEqual(['-d 127.0.0.1/32 -j RETURN', '-d 10.0.0.0/8 -j ISTIO_REDIRECT'])
  })
})

describe('settings', () => {
  test('interfaces left out, and those of virtual machines first', () => {
    const set = { excludeInterfaces: ['net1'], virtualInterfaces: ['eth1', 'eth2'] }
    expect(rules(28, set, 'nat', 'PREROUTING')).toEqual([
      '-i eth2 -j ISTIO_REDIRECT',
      '-i eth1 -j ISTIO_REDIRECT',
      '-i eth2 -j RETURN',
      '-i eth1 -j RETURN',
      '-i net1 -j RETURN',
      '-p tcp -j ISTIO_INBOUND',
    ])
    expect(rules(28, set, 'nat', 'OUTPUT')).toEqual(['-o net1 -j RETURN', '-j ISTIO_OUTPUT'])
  })

  test('groups: only these, or all but these', () => {
    const owners = (set: Partial<RedirectionSettings>) =>
      rules(28, set, 'nat', 'ISTIO_OUTPUT').filter((rule) => rule.startsWith('-m owner') && !rule.includes('1337'))
    expect(owners({ ownerGroups: ['7', '8'] })).toEqual(['-m owner ! --gid-owner 7 -m owner ! --gid-owner 8 -j RETURN'])
    expect(owners({ ownerGroupsExclude: ['7', '8'] })).toEqual(['-m owner --gid-owner 7 -j RETURN', '-m owner --gid-owner 8 -j RETURN'])
    expect(owners({ ownerGroups: [] })).toEqual([])
  })

  test('loopback that is listed is redirected; no inbound ports, no inbound rules', () => {
    expect(rules(28, { outboundRanges: ['127.1.2.3/32'] }, 'nat', 'ISTIO_OUTPUT').some((rule) => rule.includes('-o lo -m owner !'))).toBe(
      false,
    )
    expect(rules(28, { inboundPorts: [] }, 'nat', 'PREROUTING')).toEqual([])
    expect(rules(28, { mode: 'TPROXY', inboundPorts: ['80'] }, 'mangle', 'ISTIO_INBOUND')).toEqual([
      '-p tcp -m mark --mark 0x539 -j RETURN',
      '-s 127.0.0.6/32 -i lo -p tcp -j RETURN',
      '-i lo -p tcp -m mark ! --mark 0x53a -j RETURN',
      '-p tcp -m tcp --dport 80 -m conntrack --ctstate RELATED,ESTABLISHED -j ISTIO_DIVERT',
      '-p tcp -m tcp --dport 80 -j ISTIO_TPROXY',
    ])
  })

  test('flags: short, long, with a gap or an equals sign; ids of their own', () => {
    const version = { major: 1, minor: 28 }
    const args = [
      'istio-iptables',
      '-p',
      '16001',
      '--istio-inbound-ports=80,81',
      '-u',
      '1,2',
      '-x',
      '',
      '--redirect-dns',
      '--drop-invalid=true',
    ]
    expect(settingsOfArguments(args, new Map(), version, ['10.96.0.10'])).toEqual({
      ...DEFAULT_REDIRECTION,
      version,
      proxyPort: '16001',
      inboundPorts: ['80', '81'],
      proxyUids: ['1', '2'],
      proxyGids: ['1', '2'],
      dropInvalid: true,
      dns: ['10.96.0.10'],
    })
    expect(settingsOfArguments(['--redirect-dns'], new Map(), version, null)).toBe('name-servers')
    expect(settingsOfArguments(['--native-nftables'], new Map(), version, null)).toMatchObject({ native: true })
  })
})

describe('pods', () => {
  const proxy = {
    name: 'istio-proxy',
    image: 'istio/proxyv2:1.28.1',
    args: ['proxy', 'sidecar'],
    securityContext: { runAsUser: 4000, runAsGroup: 4001 },
  }
  const pod = (spec: object, annotations: Record<string, string> = {}) =>
    podSchema.parse({ metadata: { name: 'a', namespace: 'b', annotations }, spec: { containers: [{ name: 'app' }, proxy], ...spec } })
  const facts = { mesh: null, clusterDns: ['10.96.0.10'], version: null }

  test('no proxy, a gateway, the host’s network, mode NONE: no rules', () => {
    expect(podRedirection(pod({ containers: [{ name: 'app' }] }), facts)).toBeNull()
    expect(podRedirection(pod({ containers: [{ ...proxy, args: ['proxy', 'router'] }] }), facts)).toBeNull()
    expect(podRedirection(pod({ hostNetwork: true }), facts)).toBeNull()
    expect(podRedirection(pod({}, { 'sidecar.istio.io/interceptionMode': 'NONE' }), facts)).toBeNull()
  })

  test('with istio-cni the annotations and the proxy’s own ids count, and every name server', () => {
    const annotations = { 'traffic.sidecar.istio.io/excludeOutboundPorts': '22' }
    const env = [{ name: 'ISTIO_META_DNS_CAPTURE', value: 'true' }]
    const older = { ...proxy, env, image: 'istio/proxyv2:1.26.4' }
    expect(podRedirection(pod({ containers: [older] }, annotations), facts)).toMatchObject({
      version: { major: 1, minor: 26 },
      proxyUids: ['4000'],
      proxyGids: ['4001'],
      outboundPortsExclude: ['22'],
      inboundPortsExclude: ['15090', '15021', '15020'],
      dns: 'all',
    })
  })

  test('what is not known is said', () => {
    const image = 'istio/proxyv2@sha256:0'
    expect(podRedirection(pod({ containers: [{ ...proxy, image }] }), facts)).toBe('istio-version')
    expect(podRedirection(pod({}, { 'ambient.istio.io/redirection': 'enabled' }), facts)).toBe('ambient')
    expect(podRedirection(pod({}), facts)).toBe('native-unsaid')
    const validation = (args: string[]) => ({
      initContainers: [{ name: 'istio-validation', image: proxy.image, args: ['--skip-rule-apply', ...args] }],
    })
    expect(podRedirection(pod(validation([])), facts)).toMatchObject({ native: false })
    expect(podRedirection(pod(validation(['--native-nftables'])), facts)).toMatchObject({ native: true })
  })
})
