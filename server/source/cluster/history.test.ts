import { describe, expect, it } from 'vitest'
import { LiveHistory } from '@/server/source/cluster/history'

const VERSIONS = 12

describe('what a cluster showed', () => {
  it('is there by moment, and gone when it went', () => {
    const history = new LiveHistory()
    history.putText('k8s/pods.json', 10, 'a')
    history.putText('k8s/pods.json', 20, 'b')
    history.remove('k8s/pods.json', 30)
    expect(history.at('k8s/pods.json', 5)).toBeNull()
    expect(history.at('k8s/pods.json', 15)?.text).toBe('a')
    expect(history.at('k8s/pods.json', 25)?.text).toBe('b')
    expect(history.at('k8s/pods.json', 35)).toBeNull()
    expect([history.pathsAt(25), history.paths()]).toEqual([['k8s/pods.json'], []])
    expect(history.entry('timeline/000010/k8s/pods.json')?.text).toBe('a')
    expect(history.marks).toEqual([0, 10, 20, 30])
  })

  it('is no change when the same is read again, but for what moves by itself', () => {
    const history = new LiveHistory()
    const conntrack = (seconds: number) => `ipv4     2 tcp      6 ${seconds} ESTABLISHED src=10.0.0.1 dst=10.0.0.2 sport=1 dport=80\n`
    expect(history.putText('nodes/a/conntrack.txt', 1, conntrack(100))).toBe(true)
    expect(history.putText('nodes/a/conntrack.txt', 2, conntrack(99))).toBe(false)
    expect(history.putText('pods/a.b/envoy/server_info.json', 3, '{"state":"LIVE","uptime_all_epochs":"1s"}')).toBe(true)
    expect(history.putText('pods/a.b/envoy/server_info.json', 4, '{"state":"LIVE","uptime_all_epochs":"2s"}')).toBe(false)
    expect(history.putText('pods/a.b/envoy/server_info.json', 5, '{"state":"DRAINING","uptime_all_epochs":"3s"}')).toBe(true)
  })

  it('tells counters from rules', () => {
    const history = new LiveHistory()
    const rules = (packets: number, rule: string) =>
      `# Generated at ${packets}\n*nat\n:PREROUTING ACCEPT [0:0]\n[${packets}:60] ${rule}\nCOMMIT\n`
    history.putText('nodes/a/iptables-save.txt', 10, rules(1, '-A PREROUTING -j X'))
    expect(history.shapeAt).toBe(10)
    expect(history.putText('nodes/a/iptables-save.txt', 20, rules(2, '-A PREROUTING -j X'))).toBe(true)
    expect(history.shapeAt).toBe(10)
    history.putText('nodes/a/iptables-save.txt', 30, rules(3, '-A PREROUTING -j Y'))
    expect(history.shapeAt).toBe(30)
  })

  it('keeps the last minutes, and the newest whatever its age', () => {
    const history = new LiveHistory()
    const minute = 60_000
    history.putText('a', 0, 'old')
    history.putText('a', 2 * minute, 'newer')
    history.putText('b', 1 * minute, 'only')
    history.forget(11 * minute)
    expect(history.at('a', 1 * minute)?.text).toBe('old')
    history.forget(13 * minute)
    expect(history.at('a', 1 * minute)).toBeNull()
    expect(history.newest('a')?.text).toBe('newer')
    expect(history.newest('b')?.text).toBe('only')
    expect(history.entry('timeline/000000/a')).toBeNull()
  })

  it('keeps as much of the past as there is memory for: of packed texts all, else what is newest', async () => {
    const history = new LiveHistory()
    const path = 'pods/a.b/envoy/config_dump.json'
    const dump = (version: number) => JSON.stringify({ version, clusters: 'outbound|80||a.b.svc '.repeat(250_000) })
    for (let version = 1; version <= VERSIONS; version++) {
      history.putText(path, version, dump(version))
      if (version <= VERSIONS / 2) for (let n = 0; n < 2; n++) await history.rest()
    }
    history.forget(VERSIONS)
    // Five megabytes each: the half that was packed and six of the others find a place in 32.
    expect(history.at(path, 1)?.text).toBe(dump(1))
    expect(history.versions(path)).toHaveLength(VERSIONS)
    for (const { at } of history.versions(path)) expect(history.at(path, at)?.text.length).toBe(dump(at).length)
    history.forget(VERSIONS)
    expect(history.versions(path)).toHaveLength(7)
    expect(history.at(path, VERSIONS - 6)?.text).toBe(dump(VERSIONS - 6))
    expect(history.at(path, VERSIONS - 7)).toBeNull()
  })

  it('knows a packed text again', async () => {
    const history = new LiveHistory()
    const path = 'pods/a.b/envoy/clusters.json'
    const clusters = (value: number, address: string) => JSON.stringify({ value: `${value}`, address, filler: 'x'.repeat(200_000) })
    history.putText(path, 1, clusters(1, '10.0.0.1'))
    for (let n = 0; n < 2; n++) await history.rest()
    expect(history.putText(path, 2, clusters(1, '10.0.0.1'))).toBe(false)
    expect([history.putText(path, 3, clusters(2, '10.0.0.1')), history.shapeAt]).toEqual([true, 1])
    expect([history.putText(path, 4, clusters(2, '10.0.0.2')), history.shapeAt]).toEqual([true, 4])
    expect(history.at(path, 1)?.text).toBe(clusters(1, '10.0.0.1'))
  })

  it('puts a log’s lines together', () => {
    const history = new LiveHistory()
    history.append('pods/a.b/logs/istio-proxy.log', 10, 'one\n')
    history.append('pods/a.b/logs/istio-proxy.log', 20, 'two\n')
    expect(history.linesAt('pods/a.b/logs/istio-proxy.log', 15)?.text).toBe('one\n')
    expect(history.linesAt('pods/a.b/logs/istio-proxy.log', 25)?.text).toBe('one\ntwo\n')
  })
})
