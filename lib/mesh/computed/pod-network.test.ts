import { describe, expect, it } from 'vitest'
import type { Node } from '@/lib/kubernetes/nodes'
import { podNetworkOf } from '@/lib/mesh/computed/pod-network'

const node = (...podCIDRs: string[]): Node => ({ metadata: { name: 'n' }, spec: { podCIDR: podCIDRs[0] ?? null, podCIDRs } })

describe('podNetworkOf', () => {
  it.each([
    [[node('10.244.0.0/24'), node('10.244.1.0/24'), node('10.244.2.0/24')], '10.244.0.0/22'],
    [[node('10.244.3.0/24')], '10.244.3.0/24'],
    [[node('10.0.0.0/24', 'fd00::/64'), node('10.128.0.0/24')], '10.0.0.0/8'],
    [[node('10.0.0.0/24'), node('192.168.0.0/24')], '0.0.0.0/0'],
    [[node(), node('fd00::/64')], null],
  ])('%#', (nodes, network) => {
    expect(podNetworkOf(nodes)).toBe(network)
  })
})
