import { describe, expect, it } from 'vitest'
import { netfilterSchema } from '@/lib/api/netfilter'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { netfilterAt } from '@/server/walk/netfilter'

describe('GET /api/netfilter', () => {
  it.each(recordingNames())('%s: kube-proxy’s chains, of iptables or of its own nftables table', (name) => {
    const recording = recordingNamed(name)
    const [node] = recording.scenario.nodes
    if (!node) return
    const { dumps, problems } = netfilterSchema.parse(netfilterAt(recording, node.netns ?? node.name, 0))
    expect(problems).toEqual([])
    const native = dumps.filter(({ backend }) => backend === 'native')
    const chains = native.flatMap(({ tables }) => tables.flatMap((table) => table.chains))
    if (recording.scenario.versions.kubeProxyMode !== 'nftables') {
      expect(native).toEqual([])
      return
    }
    expect(native.flatMap(({ family, tables }) => tables.map((table) => `${family} ${table.name}`))).toEqual([
      'ip kube-proxy',
      'ip6 kube-proxy',
    ])
    expect(chains.filter(({ policy }) => policy !== null).every(({ hook, priority }) => hook !== undefined && priority !== undefined)).toBe(
      true,
    )
    const rules = chains.flatMap((chain) => chain.rules.map(({ rule }) => rule))
    expect(rules).toContain('ip daddr . meta l4proto . th dport vmap @service-ips')
    expect(rules.filter((rule) => rule.includes('{"'))).toEqual([])
  })
})
