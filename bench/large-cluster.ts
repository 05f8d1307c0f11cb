import { heldMb } from '@/bench/heap'
import { passages, passing } from '@/bench/packet'
import { recordings } from '@/bench/recordings'
import { median, medians, once, type Row } from '@/bench/stopwatch'
import { computeNodeRules } from '@/lib/kube-proxy/iptables/compute'
import { computeNftables } from '@/lib/kube-proxy/nftables/compute'
import { DEFAULT_SETTINGS } from '@/lib/kube-proxy/settings'
import { endpoint, service, slice } from '@/lib/kube-proxy/testing/cluster'
import type { HookTree } from '@/lib/netfilter/model'
import { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { findRules } from '@/lib/netfilter/outline/find-rules'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

const SERVICES = 5000
/** So many that a node has a hundred thousand rules. */
const MANY_SERVICES = 10_000
const ENDPOINTS = 3
const MAX_MB = 300
const MAX_PASSAGE_MS = 2
const MAX_SEARCH_MS = 50
const MANY_ELEMENTS = 100_000
const MAX_HITS = 200
const ROUNDS = 20

/** The n-th address of a network of 2^24. */
const ip = (first: number, n: number): string => `${first}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`

/** A node's rules in kube-proxy's own form for so many Services of three endpoints, in both of its modes, and the last Service's address. */
function dumps(count: number): { save: string; nft: string; last: string } {
  const version = { major: 1, minor: 30 }
  const all = Array.from({ length: count }, (_, n) => {
    const name = `web-${n}`
    const one = service({ clusterIP: ip(10, n + 1), clusterIPs: [ip(10, n + 1)] })
    const ends = slice(Array.from({ length: ENDPOINTS }, (_, end) => endpoint(ip(11, n * ENDPOINTS + end + 1), `n${end}`)))
    return {
      service: { ...one, metadata: { ...one.metadata, name } },
      slice: { ...ends, metadata: { ...ends.metadata, name: `${name}-1`, labels: { 'kubernetes.io/service-name': name } } },
    }
  })
  const [services, slices] = [all.map((one) => one.service), all.map((one) => one.slice)]
  const node = { name: 'n1', zone: null, ip: { IPv4: '192.0.2.1', IPv6: null } }
  const proxy = { ...DEFAULT_SETTINGS, version }
  const save = computeNodeRules({ services, slices, node, family: 'IPv4', kubelet: version, proxy }).print()
  const nft = computeNftables(services, slices, node, 'IPv4', { ...proxy, mode: 'nftables' }).text
  return { save, nft, last: ip(10, count) }
}

const readSave = (text: string) => new NamespaceRules({ nft: parseIptablesSave(text).ruleset, legacy: null, native: null })
const readNft = (text: string) => new NamespaceRules({ nft: null, legacy: null, native: parseNftRuleset(text, null) })

/** The ways of a packet, and how long it takes past everything, once what it asks for was read. */
function passage(what: string, pass: () => HookTree, ways: number | null): Row {
  const { first, again } = passages(pass)
  const branches = pass().branches?.length ?? 0
  if (ways !== null && branches !== ways) throw new Error(`The packet has ${branches} ways, and the Service ${ways} endpoints.`)
  const detail = `longest ${Math.max(...again).toFixed(1)} ms of ${again.length}, the first one ${first.toFixed(0)} ms`
  return { what, value: median(again), unit: ' ms', goal: MAX_PASSAGE_MS, detail }
}

/** The rules of the largest recorded node, and a Service that they know by its address. */
function recorded(): Row {
  const texts = recordings().flatMap((recording) =>
    recording.scenario.nodes.map(({ name, netns }) => recording.text(`${recording.netnsFolder(netns ?? name)}/iptables-save.txt`) ?? ''),
  )
  const text = texts.reduce((biggest, one) => (one.length > biggest.length ? one : biggest), '')
  const rules = readSave(text)
  const known = [...text.matchAll(/^\S* ?-A KUBE-SERVICES -d ([\d.]+)\/32 .*--dport (\d+) -j KUBE-SVC/gm)].at(-1)
  return passage('PREROUTING past the Services of the largest recorded node', passing(rules, known?.[1] ?? '', Number(known?.[2])), null)
}

/** The Netfilter view's search over a hundred thousand rules: words that nearly all of them hold, and words that one does. */
function search(): Row {
  const { save, last } = dumps(MANY_SERVICES)
  const { tables } = parseIptablesSave(save).ruleset
  const rules = findRules(tables, '-A', 0).total
  return searched('search over a hundred thousand rules, median', tables, ['kube tcp', `${last}/32 80`], `${rules} rules`)
}

/** The same over as many elements of one map of nftables. */
function searchElements(): Row {
  const elem = Array.from({ length: MANY_ELEMENTS }, (_, n) => [{ concat: [ip(10, n), 'tcp', 80] }, { goto: { target: 'web' } }])
  const place = { family: 'ip', table: 'kube-proxy' }
  const key = {
    concat: [
      { payload: { protocol: 'ip', field: 'daddr' } },
      { meta: { key: 'l4proto' } },
      { payload: { protocol: 'th', field: 'dport' } },
    ],
  }
  const nft = JSON.stringify({
    nftables: [
      { table: { family: 'ip', name: 'kube-proxy' } },
      { map: { ...place, name: 'service-ips', type: ['ipv4_addr', 'inet_proto', 'inet_service'], map: 'verdict', elem } },
      { chain: { ...place, name: 'services' } },
      { rule: { ...place, chain: 'services', expr: [{ vmap: { key, data: '@service-ips' } }] } },
    ],
  })
  const tables = new Map(parseNftRuleset(nft, null).tables.map((table) => [table.name, table]))
  const words = ['tcp web', `${ip(10, MANY_ELEMENTS - 1)} 80`]
  return searched('search over a hundred thousand elements of a map, median', tables, words, `${MANY_ELEMENTS} elements`)
}

/** How long searches take once the first was made, for words that nearly all hold and words that one does. */
function searched(what: string, tables: Parameters<typeof findRules>[0], [many = '', one = '']: readonly string[], size: string): Row {
  const first = once(() => findRules(tables, one, MAX_HITS))
  const times = Array.from({ length: ROUNDS }, (_, n) => once(() => findRules(tables, n % 2 === 0 ? many : one, MAX_HITS)))
  const detail = `longest ${Math.max(...times).toFixed(0)} ms of ${ROUNDS}, the first one ${first.toFixed(0)} ms; ${size}`
  return { what, value: median(times), unit: ' ms', goal: MAX_SEARCH_MS, detail }
}

/** Reading the rules of a large cluster, what they hold, and the way of a packet through all of its Services. */
export function largeCluster(): Row[] {
  const { save, nft, last } = dumps(SERVICES)
  const size = `${SERVICES} Services × ${ENDPOINTS}, ${(save.length / 1e6).toFixed(1)} MB`
  const nftSize = `${(nft.length / 1e6).toFixed(1)} MB`
  const { first, second } = medians(save, parseIptablesSave, (whole) => whole.split('\n'))
  const native = medians(
    nft,
    (text) => parseNftRuleset(text, null),
    (whole) => JSON.parse(whole),
  )
  const before = heldMb()
  const rules = readSave(save)
  const pass = passage('PREROUTING past all of its Services, median', passing(rules, last, 80), ENDPOINTS)
  const held = heldMb() - before
  return [
    {
      what: 'iptables-save of a large cluster, against splitting it',
      value: first / second,
      unit: '×',
      goal: 6,
      detail: `${first.toFixed(1)} ms against ${second.toFixed(1)} ms (${size})`,
    },
    { what: 'heap of its rules, once a packet has passed', value: held, unit: ' MB', goal: MAX_MB, detail: size },
    pass,
    {
      what: 'nft -j of the same cluster, against JSON.parse',
      value: native.first / native.second,
      unit: '×',
      detail: `${native.first.toFixed(1)} ms against ${native.second.toFixed(1)} ms (${nftSize})`,
    },
    passage('PREROUTING past all of its verdict maps, median', passing(readNft(nft), last, 80), ENDPOINTS),
    recorded(),
    search(),
    searchElements(),
  ]
}
