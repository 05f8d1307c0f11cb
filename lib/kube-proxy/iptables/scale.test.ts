import { describe, expect, test } from 'vitest'
import { computeNodeRules } from '@/lib/kube-proxy/iptables/compute'
import { DEFAULT_SETTINGS } from '@/lib/kube-proxy/settings'
import { endpoint, service, slice } from '@/lib/kube-proxy/testing/cluster'

describe('5,000 Services with three endpoints each', () => {
  test('the time for each Service does not grow with their number', () => {
    const cluster = (count: number) => ({
      services: Array.from({ length: count }, (_, index) => {
        const ip = `10.${96 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`
        return { ...service({ clusterIP: ip, clusterIPs: [ip] }), metadata: { name: `web-${index}`, namespace: 'shop' } }
      }),
      slices: Array.from({ length: count }, (_, index) => ({
        ...slice([1, 2, 3].map((each) => endpoint(`172.${16 + each}.${index >> 8}.${index & 255}`, `n${each}`))),
        metadata: { name: `web-${index}-1`, namespace: 'shop', labels: { 'kubernetes.io/service-name': `web-${index}` } },
      })),
    })
    const cpuMs = (count: number) => {
      const { services, slices } = cluster(count)
      const version = { major: 1, minor: 30 }
      const node = { name: 'n1', zone: null, ip: { IPv4: null, IPv6: null } }
      const began = process.cpuUsage()
      const { ruleset } = computeNodeRules({
        services,
        slices,
        node,
        family: 'IPv4',
        kubelet: version,
        proxy: { ...DEFAULT_SETTINGS, version },
      })
      const { user } = process.cpuUsage(began)
      expect(ruleset.tables.get('nat')?.chains.size).toBeGreaterThan(count * 4)
      return user / 1000
    }
    cpuMs(1000)
    const small = Math.max(1, Math.min(cpuMs(1000), cpuMs(1000)))
    const large = Math.min(cpuMs(5000), cpuMs(5000))
    console.log(`1,000 Services ${small.toFixed(0)} ms, 5,000 Services ${large.toFixed(0)} ms of processor time`)
    expect(large / small).toBeLessThan(15)
  })
})
