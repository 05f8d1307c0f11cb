import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { median, medians, once, type Row } from '@/bench/stopwatch'
import { computeNodeRules } from '@/lib/kube-proxy/iptables/compute'
import { DEFAULT_SETTINGS } from '@/lib/kube-proxy/settings'
import { endpoint, service, slice } from '@/lib/kube-proxy/testing/cluster'
import { evaluateHook } from '@/lib/netfilter/evaluate/hook'
import type { FlowPacket, HookContext } from '@/lib/netfilter/model'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

const SERVICES = 5000
const ENDPOINTS = 3
const MAX_MB = 300
const ROUNDS = 50

/** The n-th address of a network of 2^24. */
const ip = (first: number, n: number): string => `${first}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`

/** A node's rules in kube-proxy's own form for 5,000 Services of three endpoints, and the last Service's address. */
function dump(): { text: string; last: string } {
  const version = { major: 1, minor: 30 }
  const all = Array.from({ length: SERVICES }, (_, n) => {
    const name = `web-${n}`
    const one = service({ clusterIP: ip(10, n + 1), clusterIPs: [ip(10, n + 1)] })
    const ends = slice(Array.from({ length: ENDPOINTS }, (_, end) => endpoint(ip(11, n * ENDPOINTS + end + 1), `n${end}`)))
    return {
      service: { ...one, metadata: { ...one.metadata, name } },
      slice: { ...ends, metadata: { ...ends.metadata, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } } },
    }
  })
  const rules = computeNodeRules({
    services: all.map((one) => one.service),
    slices: all.map((one) => one.slice),
    node: { name: 'n1', zone: null, ip: { IPv4: '192.0.2.1', IPv6: null } },
    family: 'IPv4',
    kubelet: version,
    proxy: { ...DEFAULT_SETTINGS, version },
  })
  return { text: rules.print(), last: ip(10, SERVICES) }
}

const context: HookContext = {
  hook: 'PREROUTING',
  addressType: (address) => (address === '192.0.2.1' ? 'LOCAL' : 'UNICAST'),
  addressesOf: () => ['192.0.2.1'],
  owner: null,
  original: { dst: '', dport: 80 },
  sourceFor: () => '192.0.2.1',
}

/** What is really held, in MB: after everything else was collected. */
function heldMb(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed / 1e6
}

/** Reading the rules of a large cluster, what they hold, and the way of a packet through all of KUBE-SERVICES. */
export function largeCluster(): Row[] {
  const { text, last } = dump()
  const size = `${SERVICES} Services × ${ENDPOINTS}, ${(text.length / 1e6).toFixed(1)} MB`
  const { first, second } = medians(text, parseIptablesSave, (whole) => whole.split('\n'))
  const before = heldMb()
  const { ruleset } = parseIptablesSave(text)
  const packet: FlowPacket = {
    proto: 'tcp',
    src: '203.0.113.9',
    sport: null,
    dst: last,
    dport: 80,
    in: 'eth0',
    out: null,
    mark: 0,
    ctstate: new Set(['NEW']),
  }
  const pass = () => evaluateHook(ruleset, packet, { ...context, original: { dst: last, dport: 80 } })
  const branches = pass().branches?.length ?? 0
  const held = heldMb() - before
  if (branches !== ENDPOINTS) throw new Error(`The packet has ${branches} ways, and the Service ${ENDPOINTS} endpoints.`)
  const times = Array.from({ length: ROUNDS }, () => once(pass))
  return [
    {
      what: 'iptables-save of a large cluster, against splitting it',
      value: first / second,
      unit: '×',
      goal: 6,
      detail: `${first.toFixed(1)} ms against ${second.toFixed(1)} ms (${size})`,
    },
    { what: 'heap of its rules, once a packet has passed', value: held, unit: ' MB', goal: MAX_MB, detail: size },
    {
      what: 'PREROUTING past all of its Services, median',
      value: median(times),
      unit: ' ms',
      goal: 2,
      detail: `longest ${Math.max(...times).toFixed(1)} ms of ${ROUNDS}`,
    },
  ]
}
