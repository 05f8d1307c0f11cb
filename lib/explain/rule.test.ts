import { describe, expect, it } from 'vitest'
import { sayRule } from '@/lib/explain/rule'
import type { Rule } from '@/lib/netfilter/model'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

function rule(text: string): Rule {
  const chain = /^-A (\S+)/.exec(text)?.[1] ?? ''
  const { ruleset } = parseIptablesSave(['*nat', `:${chain} - [0:0]`, text, 'COMMIT', ''].join('\n'))
  return ruleset.tables.get('nat')?.chains.get(chain)?.rules[0] as Rule
}

describe('sayRule', () => {
  it.each([
    [
      '-A KUBE-SERVICES -d 10.96.0.7/32 -p tcp -m comment --comment "shop/web:http cluster IP" -m tcp --dport 80 -j KUBE-SVC-ABC',
      { key: 'say.servicePort', values: { service: 'shop/web', port: 'http' } },
      [
        { key: 'if.dst', values: { value: '10.96.0.7' } },
        { key: 'if.dport', values: { value: '80', proto: 'TCP' } },
      ],
    ],
    [
      '-A KUBE-SVC-ABC -m comment --comment "shop/web -> 10.0.0.4:8080" -m statistic --mode random --probability 0.33332999982 -j KUBE-SEP-X',
      { key: 'say.endpoint', values: { service: 'shop/web', port: '', endpoint: '10.0.0.4:8080' } },
      [{ key: 'if.probability', values: { percent: '33.3 %' } }],
    ],
    [
      '-A KUBE-SEP-X -p tcp -m tcp -j DNAT --to-destination 10.0.0.4:8080',
      { key: 'say.DNAT', values: { value: '10.0.0.4:8080' } },
      [{ key: 'if.proto', values: { value: 'TCP' } }],
    ],
    [
      '-A ISTIO_OUTPUT ! -d 127.0.0.1/32 -o lo -p tcp -m tcp ! --dport 15008 -m owner --uid-owner 1337 -j ISTIO_IN_REDIRECT',
      { key: 'say.jump', values: { chain: 'ISTIO_IN_REDIRECT' } },
      [
        { key: 'if.not.dst', values: { value: '127.0.0.1' } },
        { key: 'if.out', values: { value: 'lo' } },
        { key: 'if.not.dport', values: { value: '15008', proto: 'TCP' } },
        { key: 'if.uid', values: { value: '1337' } },
      ],
    ],
    [
      '-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
      { key: 'say.RETURN', values: { chain: 'KUBE-POSTROUTING' } },
      [{ key: 'if.not.mark', values: { value: '0x4000/0x4000' } }],
    ],
    ['-A X -m hashlimit --hashlimit-upto 5/sec', { key: 'say.count', values: {} }, [{ key: 'if.upTo', values: { value: '5/sec' } }]],
  ])('%s', (text, what, when) => {
    expect(sayRule(rule(text), new Set(['ISTIO_IN_REDIRECT']))).toEqual({ what, when })
  })
})
