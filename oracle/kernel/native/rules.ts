import fc from 'fast-check'
import type { HookName } from '@/lib/netfilter/model'
import { IDS, MARKS } from '@/oracle/kernel/generate/pools'
import type { Words } from '@/oracle/kernel/native/words'

/** What kinds of rules a chain may hold: where it hangs decides what the kernel takes. */
export interface Kind {
  family: 'ip' | 'ip6' | 'inet'
  /** Of the base chain, or `any`: a chain of one's own, called from every hook. */
  hook: HookName | 'any'
  type: 'filter' | 'nat' | 'route'
  /** Chains that it may call. */
  calls: readonly string[]
}

const PORTS = ['22', '53', '80', '443', '8080', '15001', '30080']
const hex = (mark: number) => `0x${(mark >>> 0).toString(16)}`
const one = (...texts: string[]) => fc.constantFrom(...texts)
const port = one(...PORTS)
const mark = fc.constantFrom(...MARKS).map(hex)
const id = fc.constantFrom(...IDS).map(String)
const operator = one('', '!= ')
const ports = fc.oneof(port, one('80-8080', '22-443', '1024-65535'), one('{ 80, 443 }', '{ 22, 8000-15001 }'), one('@ports'))
const links = one('"eth0"', '"eth1"', '"cali1"', '"lo"', '"eth*"', '{ "eth0", "lo" }')

const join = (...parts: (string | fc.Arbitrary<string>)[]) =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part))).map((words) => words.join(''))

/** In a table that both versions pass. */
const OF_BOTH = [
  'ip6 saddr ::1',
  'meta nfproto ipv6',
  'ip6 daddr != ::1',
  'ip saddr 10.0.0.0/8',
  'ip daddr != 127.0.0.1',
  'icmpv6 type echo-request',
]

const INCOMING: ReadonlySet<Kind['hook']> = new Set(['PREROUTING', 'INPUT', 'FORWARD'])

/** The parts of a rule that ask something. */
function matches({ family, hook }: Kind, words: Words): fc.Arbitrary<string> {
  const { header: ip, pools, own, near, other, outside, pod, nearNet, otherNet, mostRange } = words
  const address = fc.constantFrom(...pools.sources, ...pools.destinations)
  const network = one(
    ...pools.networks.filter((text) => !/255\.|ffff::/.test(text)),
    `{ ${near}, ${other} }`,
    `{ ${nearNet}, ${pod} }`,
    '@addresses',
  )
  const always = [
    join(`${ip} saddr `, operator, fc.oneof(address, network, one(...pools.ranges))),
    join(`${ip} daddr `, operator, fc.oneof(address, network)),
    one(`${ip} saddr ${words.sourceBits}`, `${ip} daddr ${words.destinationBits}`),
    join(`${ip} daddr . meta l4proto . th dport `, operator, '@places'),
    join(`${ip} saddr . th dport `, operator, `{ ${near} . 80, ${outside} . 443 }`),
    join(`${ip} saddr . ${ip} daddr . th dport `, operator, '@ways'),
    join(`${ip} daddr . th dport `, operator, `{ ${nearNet} . 80-443, ${mostRange} . 8080 }`),
    join(`iifname . ${ip} daddr `, operator, `{ "eth0" . ${own}, "cali1" . ${otherNet} }`),
    join('meta l4proto ', operator, one('tcp', 'udp', '{ tcp, udp }', words.icmp)),
    join(one('tcp', 'udp', 'th'), ' dport ', operator, ports),
    join(one('tcp', 'udp', 'th'), ' sport ', one('', '!= ', '>= ', '< '), port),
    one('tcp flags syn', 'tcp flags ! syn', 'tcp flags == syn', 'tcp flags syn / fin,syn,rst,ack', 'tcp flags != syn', 'tcp flags ack,rst'),
    join('iifname ', operator, links),
    join('oifname ', operator, links),
    join('meta mark ', operator, mark),
    one('meta mark & 0x1 == 0x1', 'meta mark & 0x4000 != 0x0', 'meta mark { 0x1, 0x20 }', 'meta mark > 0x10'),
    join('ct mark ', operator, mark),
    one(
      'ct state new',
      'ct state established,related',
      'ct state invalid',
      'ct state { new, untracked }',
      'ct state != new',
      'ct state untracked',
    ),
    one('ct status dnat', 'ct status snat,dnat', 'ct direction original', 'ct direction reply', 'ct status ! snat'),
    join(`ct original ${ip} saddr `, operator, address),
    join(`ct original ${ip} daddr `, operator, network),
    join(`ct reply ${ip} saddr `, operator, address),
    join('meta l4proto tcp ct original proto-dst ', operator, port),
    one('fib daddr type local', 'fib daddr type != local', 'fib saddr type { local, broadcast }', 'fib daddr type unicast'),
    one('meta pkttype host', 'meta pkttype != host', 'meta pkttype { broadcast, multicast }'),
    join('meta skuid ', operator, id),
    join('meta skgid ', operator, id),
    // Of the other version nft lists nothing where an address is asked for behind it.
    one('meta nfproto ipv4', `meta protocol ${ip}`, 'icmp type echo-request', 'meta nfproto != ipv6', ...words.further),
    one(
      'numgen random mod 3 == 0',
      'numgen inc mod 2 0',
      'numgen random mod 10 < 4',
      `jhash ${ip} saddr mod 2 == 1`,
      'numgen random mod 4 { 1, 2-3 }',
    ),
    one('limit rate 400/minute', 'quota over 5 mbytes'),
  ]
  const incoming = INCOMING.has(hook)
    ? [one('fib daddr . iif type local', 'fib saddr . iif oif exists', 'fib saddr . iif oif missing', 'iif "eth0"', 'iif != "lo"')]
    : []
  const both = family === 'inet' ? [one(...OF_BOTH)] : []
  return fc.oneof(...always, ...incoming, ...both)
}

/** The parts that change something and go on. */
const changes = ({ header: ip }: Words) =>
  fc.oneof(
    one('counter', 'meta mark set meta mark | 0x4000', 'meta mark set meta mark ^ 0x1', 'ct mark set meta mark', 'meta mark set ct mark'),
    join('meta mark set ', mark),
    join('ct mark set ', mark),
    one(
      'meta mark set meta mark & 0xfffffff0',
      `meta mark set ${ip} saddr map @marks`,
      'meta mark set numgen random mod 2 map { 0 : 0x1, 1 : 0x20 }',
    ),
    one('notrack', 'ct zone set 5', 'ct original zone set 7'),
    one('meta mark set th dport map { 80 : 0x1, 443 : 0x2 }', `add @seen { ${ip} saddr }`, `update @seen { ${ip} daddr timeout 30s }`),
  )

/** What a rule ends with. */
function verdicts({ family, hook, type, calls }: Kind, words: Words): fc.Arbitrary<string> {
  const { header: ip, pools, near, other, far, own, icmp, version } = words
  const to = family === 'inet' ? `${ip} to` : 'to'
  const portOf = (address: string) => (version === 6 ? `[${address}]` : address)
  const target = fc.constantFrom(...pools.targets)
  const plain = one('accept', 'drop', 'return', 'continue', '', '', 'counter accept', 'ct state vmap { new : continue, invalid : drop }')
  const dice = one('numgen random mod 2 vmap { 0 : accept, 1 : continue }', `jhash ${ip} saddr mod 2 vmap { 0 : return, 1 : continue }`)
  const jumps = calls.flatMap((chain) => [
    one(`jump ${chain}`, `goto ${chain}`, `th dport vmap { 80 : jump ${chain}, 443 : goto ${chain}, 22 : accept, 8000-9000 : drop }`),
    one(
      `numgen random mod 3 vmap { 0 : goto ${chain}, 1 : jump ${chain} }`,
      'th dport vmap @verdicts',
      `${ip} saddr . ${ip} daddr . th dport vmap @partings`,
    ),
  ])
  const rejects =
    type === 'filter' && (hook === 'INPUT' || hook === 'FORWARD' || hook === 'OUTPUT')
      ? [one('reject', `reject with ${icmp} ${version === 6 ? 'addr' : 'host'}-unreachable`, 'meta l4proto tcp reject with tcp reset')]
      : []
  const proto = one('meta l4proto tcp ', 'meta l4proto { tcp, udp } ')
  const dnat = [
    join(`dnat ${to} `, target),
    join(proto, `dnat ${to} `, target.map(portOf), ':', port),
    join(proto, 'dnat to :', port),
    join(proto, 'redirect to :', port),
    one('redirect'),
    join(proto, `dnat ${ip} to th dport map @targets`),
    one(
      `dnat ${ip} to numgen random mod 2 map { 0 : ${far}, 1 : ${other} }`,
      `dnat ${ip} to ${ip} daddr map { ${own} : ${other}, ${pools.destinations.at(-1)} : ${near} }`,
    ),
  ]
  const snat = [join(`snat ${to} `, target), one('masquerade', 'masquerade fully-random', 'meta l4proto tcp masquerade to :1024-2048')]
  const nat = type !== 'nat' ? [] : hook === 'PREROUTING' || hook === 'OUTPUT' ? dnat : hook === 'POSTROUTING' ? snat : []
  return fc.oneof(plain, dice, ...jumps, ...rejects, ...nat, ...nat)
}

/** nft 1.0 does not list that a rule asks for the version of IP where it ends with a reset of TCP. */
const UNLISTED = /meta (?:nfproto|protocol) .*tcp reset/

/** Rules of one chain, as nft reads them. */
export function rules(kind: Kind, words: Words): fc.Arbitrary<string[]> {
  const rule = fc
    .tuple(fc.array(matches(kind, words), { maxLength: 2 }), fc.array(changes(words), { maxLength: 1 }), verdicts(kind, words))
    .map(([asked, changed, verdict]) => [...asked, ...changed, verdict].filter(Boolean).join(' '))
    .filter((text) => text !== '' && !UNLISTED.test(text))
  return fc.array(rule, { maxLength: 4 })
}
