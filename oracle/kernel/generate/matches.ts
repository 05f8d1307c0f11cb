import fc from 'fast-check'
import { comesIn, goesOut, hasPorts, isTcp, isV4, type Kind, negatable } from '@/oracle/kernel/generate/part'
import { IDS, interfaceName, masked, portRange, some } from '@/oracle/kernel/generate/pools'
import { ACCOUNT } from '@/oracle/kernel/laboratory/kept-beside'

const plain = (text: string) => fc.constant(text)

const FLAGS = ['SYN', 'ACK', 'FIN', 'RST', 'URG', 'PSH']
const STATES = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED', 'SNAT', 'DNAT']
const TYPES = ['UNICAST', 'LOCAL', 'MULTICAST', 'UNREACHABLE', 'ANYCAST', 'UNSPEC']
/** IPv6 knows none of these. */
const TYPES4 = ['BROADCAST', 'PROHIBIT', 'BLACKHOLE']

const joined = <T>(list: fc.Arbitrary<T[]>) => list.map((values) => values.join(','))
const moduleOf = (name: string, ...options: fc.Arbitrary<string>[]) => fc.oneof(...options).map((text) => `-m ${name} ${text}`)
/** One of the options, or both. */
const oneOrBoth = (name: string, a: fc.Arbitrary<string>, b: fc.Arbitrary<string>) =>
  fc
    .oneof(
      a,
      b,
      fc.tuple(a, b).map((both) => both.join(' ')),
    )
    .map((text) => `-m ${name} ${text}`)

/** What every rule can ask without a module. */
export const BASIC: readonly Kind[] = [
  { name: '-s', weight: 4, text: ({ pools }) => negatable('-s', fc.constantFrom(...pools.networks)) },
  { name: '-d', weight: 4, text: ({ pools }) => negatable('-d', fc.constantFrom(...pools.networks)) },
  { name: '-i', weight: 3, at: (place) => !place.builtIn || comesIn(place), text: () => negatable('-i', interfaceName) },
  { name: '-o', weight: 3, at: (place) => !place.builtIn || goesOut(place), text: () => negatable('-o', interfaceName) },
  { name: '-f', weight: 1, at: isV4, text: () => fc.constantFrom('-f', '! -f') },
]

/** Matches that the evaluator must be sure of. */
export const MATCHES: readonly Kind[] = [
  { name: 'pkttype', weight: 1, text: () => fc.constantFrom('-m pkttype --pkt-type unicast', '-m pkttype --pkt-type broadcast') },
  {
    name: 'extension-header',
    weight: 2,
    at: (place) => !isV4(place),
    text: () =>
      fc.constantFrom('-m rt --rt-type 0', '-m rt ! --rt-type 0', '-m frag --fragmore', '-m hbh --hbh-opts 5', '-m dst --dst-len 8'),
  },
  {
    name: 'ports',
    weight: 8,
    at: hasPorts,
    text: ({ proto }) => oneOrBoth(proto ?? '', negatable('--dport', portRange), negatable('--sport', portRange)),
  },
  {
    name: 'flags',
    weight: 2,
    at: isTcp,
    text: () =>
      moduleOf(
        'tcp',
        fc.constantFrom('--syn', '! --syn'),
        negatable(
          '--tcp-flags',
          fc.tuple(fc.subarray(FLAGS, { minLength: 1 }), fc.subarray(FLAGS)).map(([mask, set]) => {
            const wanted = set.filter((flag) => mask.includes(flag))
            return `${mask.join(',')} ${wanted.join(',') || 'NONE'}`
          }),
        ),
      ),
  },
  {
    name: 'icmp',
    weight: 6,
    at: ({ proto, pools }) => proto === (pools.family === 4 ? 'icmp' : 'ipv6-icmp'),
    text: ({ proto }) =>
      proto === 'icmp'
        ? negatable('--icmp-type', fc.constantFrom('8', '0', '8/0', '8/1', '3/4', 'any')).map((text) => `-m icmp ${text}`)
        : negatable('--icmpv6-type', fc.constantFrom('128', '129', '128/0', '128/1', '1/4')).map((text) => `-m icmp6 ${text}`),
  },
  {
    name: 'multiport',
    weight: 4,
    at: hasPorts,
    text: () =>
      fc
        .constantFrom('--dports', '--sports', '--ports')
        .chain((option) =>
          negatable(option, joined(fc.uniqueArray(portRange, { minLength: 1, maxLength: 4 }))).map((text) => `-m multiport ${text}`),
        ),
  },
  {
    name: 'comment',
    weight: 1,
    text: () => fc.constantFrom('a b', 'x', '"', 'has # and -j DROP').map((text) => `-m comment --comment ${JSON.stringify(text)}`),
  },
  { name: 'state', weight: 2, text: () => moduleOf('state', negatable('--state', joined(some(...STATES.slice(0, 5))))) },
  {
    name: 'conntrack',
    weight: 8,
    text: ({ pools }) =>
      moduleOf(
        'conntrack',
        negatable('--ctstate', joined(some(...STATES))),
        negatable('--ctstate', joined(some('SNAT', 'DNAT'))),
        negatable('--ctstatus', joined(some('NONE', 'EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED'))),
        negatable('--ctproto', fc.constantFrom('tcp', 'udp', 'sctp', 'icmp', '99')),
        ...['--ctorigsrc', '--ctorigdst', '--ctreplsrc', '--ctrepldst'].map((option) =>
          negatable(option, fc.constantFrom(...pools.networks.filter((network) => !/\/(\d+\.|.*::ffff)/.test(network)))),
        ),
        ...['--ctorigsrcport', '--ctorigdstport', '--ctreplsrcport', '--ctrepldstport'].map((option) => negatable(option, portRange)),
        fc.constantFrom('--ctdir ORIGINAL', '--ctdir REPLY'),
      ),
  },
  { name: 'nfacct', weight: 1, text: () => plain(`-m nfacct --nfacct-name ${ACCOUNT}`) },
  { name: 'mark', weight: 5, text: () => moduleOf('mark', negatable('--mark', masked)) },
  { name: 'connmark', weight: 3, text: () => moduleOf('connmark', negatable('--mark', masked)) },
  {
    name: 'addrtype',
    weight: 5,
    text: (place) => {
      const types = joined(some(...TYPES, ...(isV4(place) ? TYPES4 : [])))
      const limits = [...(comesIn(place) ? [' --limit-iface-in'] : []), ...(goesOut(place) ? [' --limit-iface-out'] : [])]
      return fc
        .tuple(oneOrBoth('addrtype', negatable('--src-type', types), negatable('--dst-type', types)), fc.constantFrom('', '', ...limits))
        .map(([text, limit]) => `${text}${limit}`)
    },
  },
  {
    name: 'owner',
    weight: 4,
    at: ({ hook }) => hook === 'OUTPUT' || hook === 'POSTROUTING',
    text: () => {
      const id = fc.oneof(
        fc.constantFrom(...IDS).map(String),
        fc.tuple(fc.constantFrom(...IDS), fc.constantFrom(...IDS)).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
      )
      return fc.oneof(
        oneOrBoth('owner', negatable('--uid-owner', id), negatable('--gid-owner', id)),
        fc.constantFrom('-m owner --socket-exists', '-m owner ! --socket-exists'),
      )
    },
  },
  {
    name: 'iprange',
    weight: 3,
    text: ({ pools }) =>
      oneOrBoth(
        'iprange',
        negatable('--src-range', fc.constantFrom(...pools.ranges)),
        negatable('--dst-range', fc.constantFrom(...pools.ranges)),
      ),
  },
  {
    name: 'physdev',
    weight: 1,
    at: ({ hook }) => hook !== 'OUTPUT' && hook !== 'POSTROUTING',
    text: () => moduleOf('physdev', fc.constantFrom('--physdev-is-in', '! --physdev-is-in', '--physdev-in eth0')),
  },
  {
    name: 'rpfilter',
    weight: 3,
    at: ({ table, hook }) => hook === 'PREROUTING' && (table === 'raw' || table === 'mangle'),
    text: () =>
      fc.subarray(['--loose', '--validmark', '--accept-local', '--invert']).map((options) => ['-m rpfilter', ...options].join(' ')),
  },
  {
    name: 'socket',
    weight: 2,
    at: ({ hook, table }) => (hook === 'PREROUTING' || hook === 'INPUT') && table !== 'nat',
    text: () => fc.subarray(['--nowildcard', '--transparent']).map((options) => ['-m socket', ...options].join(' ')),
  },
  {
    name: 'statistic',
    weight: 2,
    text: () =>
      moduleOf(
        'statistic',
        negatable('--mode random --probability', fc.constantFrom('0.5', '0.33333333349', '1', '0')).map((text) =>
          text.replace(/^! (--mode random) /, '$1 ! '),
        ),
      ),
  },
  { name: 'recent', weight: 1, text: () => fc.constantFrom('-m recent --set --name s1 --rsource', '-m recent --set --name s2 --rdest') },
]
