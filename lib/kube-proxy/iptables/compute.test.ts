import { describe, expect, test } from 'vitest'
import { computeNodeRules } from '@/lib/kube-proxy/iptables/compute'
import { printedProbability } from '@/lib/kube-proxy/iptables/rule-parts'
import { DEFAULT_SETTINGS } from '@/lib/kube-proxy/settings'
import { endpoint, endpointsIn, only, rulesOf, service, slice } from '@/lib/kube-proxy/testing/cluster'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

const two = slice([endpoint('10.0.2.2', 'n2'), endpoint('10.0.1.1', 'n1')])
const ready = { ready: true, serving: true, terminating: false }
const ending = { ready: false, serving: true, terminating: true }
const dead = { ready: false, serving: false, terminating: true }
const lb = { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7' }] } } }
const target = (rule: string | undefined) => / -j (\S+)/.exec(rule ?? '')?.[1]?.replace(/-[A-Z2-7]{16}$/, '')

describe('what a Service is reached by', () => {
  test('cluster address: endpoints sorted, shares of what is left, hairpin, translation', () => {
    const chains = rulesOf({ slices: [two] })
    expect(endpointsIn(only(chains, 'KUBE-SVC'))).toEqual(['10.0.1.1', '10.0.2.2'])
    expect(only(chains, 'KUBE-SVC')?.[0]).toContain('-m statistic --mode random --probability 0.50000000000 -j KUBE-SEP-')
    expect(only(chains, 'KUBE-SEP')).toEqual([
      '-s 10.0.1.1/32 -m comment --comment "shop/web:http" -j KUBE-MARK-MASQ',
      '-p tcp -m comment --comment "shop/web:http" -m tcp -j DNAT --to-destination 10.0.1.1:8080',
    ])
    expect(only(chains, 'KUBE-EXT')).toBeNull()
  })

  test('none of these: headless, alias, another proxy’s, the other family’s', () => {
    for (const other of [
      service({ clusterIP: 'None', clusterIPs: ['None'] }),
      service({ type: 'ExternalName', externalName: 'example.com' }),
      service({}, { labels: { 'service.kubernetes.io/service-proxy-name': 'mine' } }),
      service({ ipFamilies: ['IPv6'], clusterIPs: ['fd00::1'], clusterIP: 'fd00::1' }),
    ]) {
      const chains = rulesOf({ services: [other], slices: [two] })
      expect(only(chains, 'KUBE-SVC')).toBeNull()
      expect(chains.get('nat KUBE-SERVICES')).toHaveLength(1)
    }
  })

  test('no endpoint at all is refused at every address, an endpoint elsewhere is dropped where only this node’s count', () => {
    const spec = {
      type: 'LoadBalancer',
      externalIPs: ['198.51.100.1'],
      externalTrafficPolicy: 'Local',
      ports: [{ name: 'http', port: 80, protocol: 'TCP', nodePort: 30080 }],
    }
    const refused = rulesOf({ services: [service(spec, lb)] })
    expect(refused.get('filter KUBE-SERVICES')).toEqual([
      '-d 10.96.0.10/32 -p tcp -m comment --comment "shop/web:http has no endpoints" -m tcp --dport 80 -j REJECT --reject-with icmp-port-unreachable',
    ])
    expect(refused.get('filter KUBE-EXTERNAL-SERVICES')?.map(target)).toEqual(['REJECT', 'REJECT', 'REJECT'])
    const dropped = rulesOf({ services: [service(spec, lb)], slices: [slice([endpoint('10.0.2.2', 'n2')])] })
    expect(dropped.get('filter KUBE-SERVICES')).toEqual([])
    expect(dropped.get('filter KUBE-EXTERNAL-SERVICES')?.at(-1)).toBe(
      '-p tcp -m comment --comment "shop/web:http has no local endpoints" -m addrtype --dst-type LOCAL -m tcp --dport 30080 -j DROP',
    )
    expect(only(dropped, 'KUBE-EXT')?.map(target)).toEqual(['KUBE-MARK-MASQ', 'KUBE-SVC'])
    expect(only(dropped, 'KUBE-SVL')).toBeNull()
  })

  test('source ranges: who may, the node itself if it may, and the rest is dropped; node ports do not ask', () => {
    const spec = {
      type: 'LoadBalancer',
      loadBalancerSourceRanges: ['192.0.2.77/24', ' 0.0.0.0/0', 'fd00::/8'],
      ports: [{ name: 'http', port: 80, protocol: 'TCP', nodePort: 30080 }],
    }
    const chains = rulesOf({ services: [service(spec, lb)], slices: [two] })
    expect(only(chains, 'KUBE-FW')?.map((rule) => rule.replace(/-[A-Z2-7]{16}$/, ''))).toEqual([
      '-s 192.0.2.0/24 -m comment --comment "shop/web:http loadbalancer IP" -j KUBE-EXT',
      '-m comment --comment "shop/web:http loadbalancer IP" -j KUBE-EXT',
      '-s 203.0.113.7/32 -m comment --comment "shop/web:http loadbalancer IP" -j KUBE-EXT',
      '-m comment --comment "other traffic to shop/web:http will be dropped by KUBE-PROXY-FIREWALL"',
    ])
    expect(chains.get('filter KUBE-PROXY-FIREWALL')?.map(target)).toEqual(['DROP'])
    expect(target(chains.get('nat KUBE-NODEPORTS')?.[0])).toBe('KUBE-EXT')
  })

  test('a load balancer that is no virtual address gets no rule, since 1.30', () => {
    const proxied = service({ type: 'LoadBalancer' }, { status: { loadBalancer: { ingress: [{ ip: '203.0.113.7', ipMode: 'Proxy' }] } } })
    const count = (minor: number) =>
      rulesOf({ services: [proxied], slices: [two], minor })
        .get('nat KUBE-SERVICES')
        ?.filter((rule) => rule.includes('loadbalancer IP')).length
    expect([count(29), count(30)]).toEqual([1, 0])
  })

  test('session affinity asks first who was here, and the health check’s port is open', () => {
    const spec = {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 32000,
      sessionAffinity: 'ClientIP',
      sessionAffinityConfig: { clientIP: { timeoutSeconds: 90 } },
    }
    const chains = rulesOf({ services: [service(spec, lb)], slices: [two] })
    expect(only(chains, 'KUBE-SVC')?.map((rule) => rule.includes('--rcheck --seconds 90 --reap'))).toEqual([true, true, false, false])
    expect(only(chains, 'KUBE-SEP')?.[1]).toMatch(/-m recent --set --name KUBE-SEP-\S+ --mask 255\.255\.255\.255 --rsource -m tcp -j DNAT/)
    expect(chains.get('filter KUBE-NODEPORTS')).toEqual([
      '-p tcp -m comment --comment "shop/web:http health check node port" -m tcp --dport 32000 -j ACCEPT',
    ])
  })
})

describe('which endpoints', () => {
  const of = (endpoints: object[], spec: object = {}, minor = 30, zone?: string, annotations?: Record<string, string>) =>
    rulesOf({ services: [service(spec, annotations ? { annotations } : {})], slices: [slice(endpoints)], minor, ...(zone ? { zone } : {}) })

  test('ready ones; without any, those that end and still serve; never dead ones', () => {
    const all = [
      endpoint('10.0.1.1', 'n1', { conditions: ready }),
      endpoint('10.0.1.2', 'n1', { conditions: ending }),
      endpoint('10.0.1.3', 'n1', { conditions: dead }),
    ]
    expect(endpointsIn(only(of(all), 'KUBE-SVC'))).toEqual(['10.0.1.1'])
    expect(endpointsIn(only(of(all.slice(1)), 'KUBE-SVC'))).toEqual(['10.0.1.2'])
    expect(only(of(all.slice(2)), 'KUBE-SVC')).toBeNull()
  })

  test('policy Local: this node’s ready ones, else its ending ones; both chains where both are used', () => {
    const spec = {
      internalTrafficPolicy: 'Local',
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      ports: [{ name: 'http', port: 80, protocol: 'TCP', nodePort: 30080 }],
    }
    const chains = of([endpoint('10.0.1.2', 'n1', { conditions: ending }), endpoint('10.0.2.1', 'n2', { conditions: ready })], spec)
    expect(endpointsIn(only(chains, 'KUBE-SVL'))).toEqual(['10.0.1.2'])
    expect(endpointsIn(only(chains, 'KUBE-SVC'))).toEqual(['10.0.2.1'])
    expect([...chains.keys()].filter((name) => name.startsWith('nat KUBE-SEP-'))).toHaveLength(2)
  })

  test('topology hints: only with the annotation before 1.31, and only when every ready endpoint has one', () => {
    const hinted = (ip: string, name: string) => endpoint(ip, 'n2', { hints: { forZones: [{ name }] } })
    const all = [hinted('10.0.1.1', 'a'), hinted('10.0.1.2', 'b')]
    const auto = { 'service.kubernetes.io/topology-mode': 'Auto' }
    const used = (minor: number, zone: string, annotations?: Record<string, string>, endpoints = all) =>
      endpointsIn(only(of(endpoints, {}, minor, zone, annotations), 'KUBE-SVC'))
    expect(used(30, 'a')).toEqual(['10.0.1.1', '10.0.1.2'])
    expect(used(30, 'a', auto)).toEqual(['10.0.1.1'])
    expect(used(31, 'b')).toEqual(['10.0.1.2'])
    expect(used(31, 'c')).toEqual(['10.0.1.1', '10.0.1.2'])
    expect(used(31, 'a', auto, [...all, endpoint('10.0.1.3', 'n2')])).toHaveLength(3)
    const forNode = [
      endpoint('10.0.1.1', 'n1', { hints: { forNodes: [{ name: 'n1' }] } }),
      endpoint('10.0.1.2', 'n2', { hints: { forNodes: [{ name: 'n2' }] } }),
    ]
    expect([33, 34].map((minor) => endpointsIn(only(of(forNode, {}, minor, 'a'), 'KUBE-SVC')).length)).toEqual([2, 1])
  })

  test('an address in two slices counts once; above 1,000 endpoints there are no comments', () => {
    expect(endpointsIn(only(rulesOf({ slices: [two, two] }), 'KUBE-SVC'))).toHaveLength(2)
    const many = slice(Array.from({ length: 1001 }, (_, index) => endpoint(`10.1.${index >> 8}.${index & 255}`, 'n2')))
    expect(only(rulesOf({ slices: [many] }), 'KUBE-SVC')?.at(-1)).toMatch(/^-j KUBE-SEP-/)
  })
})

test('probabilities as the kernel gives them back', () => {
  expect([2, 3, 7, 1000].map(printedProbability)).toEqual(['0.50000000000', '0.33333333349', '0.14285714272', '0.00100000016'])
})

test('the printed rules are parsed to the same rules, line by line', () => {
  const version = { major: 1, minor: 30 }
  const node = { name: 'n1', zone: null, ip: { IPv4: null, IPv6: null } }
  const rules = computeNodeRules({
    services: [service()],
    slices: [two],
    node,
    family: 'IPv4',
    kubelet: version,
    proxy: { ...DEFAULT_SETTINGS, version },
  })
  const parsed = parseIptablesSave(rules.print())
  expect(parsed.problems).toEqual([])
  const plain = (ruleset: typeof rules.ruleset) =>
    [...ruleset.tables.values()].flatMap(({ chains }) =>
      [...chains.values()].flatMap((chain) => [
        [chain.name, chain.policy, chain.line],
        ...chain.rules.map(({ text, line, index, target, goto, counter, options }) => [text, line, index, target, goto, counter, options]),
      ]),
    )
  expect(plain(rules.ruleset)).toEqual(plain(parsed.ruleset))
})
