import fc from 'fast-check'
import { hasPorts, type Kind, type RulePlace } from '@/oracle/kernel/generate/part'
import { masked, packetPort } from '@/oracle/kernel/generate/pools'

const inTable =
  (...names: string[]) =>
  ({ table }: RulePlace) =>
    names.includes(table)
const inNat =
  (...hooks: string[]) =>
  ({ table, hook }: RulePlace) =>
    table === 'nat' && hooks.includes(hook)
const plain = (text: string) => fc.constant(text)

/** An address behind --to-…, with a port where the rule's protocol has ports. */
function translation(place: RulePlace): fc.Arbitrary<string> {
  const { pools } = place
  const address = fc.constantFrom(...pools.targets)
  if (!hasPorts(place)) return address
  const bracketed = address.map((ip) => (pools.family === 6 ? `[${ip}]` : ip))
  return fc.oneof(
    address,
    fc.tuple(bracketed, packetPort).map(([ip, port]) => `${ip}:${port}`),
    packetPort.map((port) => `:${port}`),
  )
}

/** Ranges: which address or port of them is taken a hash decides. */
function spread(place: RulePlace): fc.Arbitrary<string> {
  const { pools } = place
  const range = pools.family === 4 ? '10.50.0.3-10.50.0.5' : 'fd00:50::3-fd00:50::5'
  const bracketed = pools.family === 6 ? `[${range}]` : range
  return fc.constantFrom(range, ...(hasPorts(place) ? [`${bracketed}:8000-8002`, `:8000-8003`, `${bracketed}:80`] : []))
}

/** A range of ports with the base port that the packet's own is counted from. */
function shifted(place: RulePlace): fc.Arbitrary<string> {
  const { pools } = place
  const address = fc.constantFrom('', ...pools.targets.map((ip) => (pools.family === 6 ? `[${ip}]` : ip)))
  return fc.tuple(address, packetPort, packetPort, fc.constantFrom(1, 10, 1000)).map(([ip, port, base, more]) => {
    const to = Math.min(65535, port + more)
    return `${ip}:${to - more}-${to}/${base}`
  })
}

/** What CONNMARK shifts a mark by, mostly nothing. */
const markShift = fc.constantFrom('', '', '', ' --left-shift-mark 4', ' --right-shift-mark 8', ' --left-shift-mark 31')

/** `8000-8100` around a port, or one port. */
const portSpan = fc.oneof(
  packetPort.map(String),
  packetPort.map((port) => `${Math.max(1, port - 2)}-${Math.min(65535, port + 2)}`),
)

/** Every target that is modelled, where iptables takes it. */
export const TARGETS: readonly Kind[] = [
  { name: 'nothing', weight: 3, text: () => plain('') },
  { name: 'ACCEPT', weight: 4, text: () => plain('-j ACCEPT') },
  { name: 'DROP', weight: 2, at: ({ table }) => table !== 'nat', text: () => plain('-j DROP') },
  { name: 'RETURN', weight: 3, text: () => plain('-j RETURN') },
  {
    name: 'REJECT',
    weight: 2,
    at: inTable('filter'),
    text: ({ proto, pools }) =>
      fc.constantFrom(
        '-j REJECT',
        pools.family === 4 ? '-j REJECT --reject-with icmp-admin-prohibited' : '-j REJECT --reject-with icmp6-adm-prohibited',
        ...(proto === 'tcp' ? ['-j REJECT --reject-with tcp-reset'] : []),
      ),
  },
  {
    name: 'MARK',
    weight: 4,
    at: inTable('mangle', 'raw', 'filter', 'nat'),
    text: () =>
      fc.oneof(
        fc.tuple(fc.constantFrom('--set-xmark', '--set-mark'), masked).map(([option, value]) => `-j MARK ${option} ${value}`),
        fc
          .tuple(fc.constantFrom('--and-mark', '--or-mark', '--xor-mark'), fc.constantFrom('0x1', '0x4000', '0xffff'))
          .map(([option, value]) => `-j MARK ${option} ${value}`),
      ),
  },
  {
    name: 'CONNMARK',
    weight: 3,
    at: inTable('mangle', 'filter', 'nat'),
    text: () =>
      fc.oneof(
        fc
          .tuple(fc.constantFrom('--set-xmark', '--set-mark'), masked, markShift)
          .map(([option, value, shift]) => `-j CONNMARK ${option} ${value}${shift}`),
        fc
          .tuple(
            fc.constantFrom('--save-mark', '--restore-mark'),
            fc.constantFrom('', ' --nfmask 0xff --ctmask 0xff', ' --nfmask 0xf --ctmask 0xffff', ' --mask 0xf0'),
            markShift,
          )
          .map(([option, masks, shift]) => `-j CONNMARK ${option}${masks}${shift}`),
      ),
  },
  {
    name: 'CT',
    weight: 3,
    at: inTable('raw'),
    text: () => fc.constantFrom('-j CT --notrack', '-j NOTRACK', '-j CT --zone 5', '-j CT --zone-orig 7'),
  },
  {
    name: 'TPROXY',
    weight: 2,
    at: ({ table, hook, proto }) => table === 'mangle' && hook === 'PREROUTING' && (proto === 'tcp' || proto === 'udp'),
    text: () =>
      fc
        .tuple(packetPort, fc.constantFrom('', ' --tproxy-mark 0x1/0x1', ' --tproxy-mark 0x539/0xffffffff'))
        .map(([port, mark]) => `-j TPROXY --on-port ${port}${mark}`),
  },
  {
    name: 'DNAT',
    weight: 5,
    at: inNat('PREROUTING', 'OUTPUT'),
    text: (place) =>
      fc.tuple(translation(place), fc.constantFrom('', '', ' --persistent')).map(([to, more]) => `-j DNAT --to-destination ${to}${more}`),
  },
  {
    name: 'REDIRECT',
    weight: 4,
    at: inNat('PREROUTING', 'OUTPUT'),
    text: (place) =>
      hasPorts(place)
        ? fc.oneof(
            plain('-j REDIRECT'),
            portSpan.map((ports) => `-j REDIRECT --to-ports ${ports}`),
          )
        : plain('-j REDIRECT'),
  },
  {
    name: 'SNAT',
    weight: 4,
    at: inNat('POSTROUTING', 'INPUT'),
    text: (place) => translation(place).map((to) => `-j SNAT --to-source ${to}`),
  },
  {
    name: 'MASQUERADE',
    weight: 4,
    at: inNat('POSTROUTING'),
    text: (place) =>
      hasPorts(place)
        ? fc.oneof(
            plain('-j MASQUERADE'),
            plain('-j MASQUERADE --random-fully'),
            portSpan.map((ports) => `-j MASQUERADE --to-ports ${ports}`),
          )
        : fc.constantFrom('-j MASQUERADE', '-j MASQUERADE --random-fully'),
  },
  {
    name: 'DNAT to a range',
    weight: 1,
    at: inNat('PREROUTING', 'OUTPUT'),
    text: (place) =>
      fc
        .tuple(spread(place), fc.constantFrom('', ' --random', ' --persistent'))
        .map(([to, more]) => `-j DNAT --to-destination ${to}${more}`),
  },
  {
    name: 'DNAT with a base port',
    weight: 2,
    at: (place) => inNat('PREROUTING', 'OUTPUT')(place) && hasPorts(place),
    text: (place) =>
      fc.tuple(shifted(place), fc.constantFrom('', ' --random')).map(([to, more]) => `-j DNAT --to-destination ${to}${more}`),
  },
  {
    name: 'SNAT to a range',
    weight: 1,
    at: inNat('POSTROUTING', 'INPUT'),
    text: (place) =>
      fc
        .tuple(spread(place), fc.constantFrom('', ' --random', ' --random-fully', ' --persistent'))
        .map(([to, more]) => `-j SNAT --to-source ${to}${more}`),
  },
  {
    name: 'NETMAP',
    weight: 2,
    at: inNat('PREROUTING', 'OUTPUT', 'POSTROUTING', 'INPUT'),
    text: ({ pools }) => fc.constantFrom(...pools.maps).map((network) => `-j NETMAP --to ${network}`),
  },
  {
    name: 'LOG',
    weight: 2,
    text: () =>
      fc
        .constantFrom('-j NFLOG --nflog-group 5', '-j NFLOG --nflog-prefix "a b"', '-j LOG --log-prefix "x "', '-j TRACE')
        .filter((text) => text !== '-j TRACE'),
  },
  { name: 'TRACE', weight: 1, at: inTable('raw'), text: () => plain('-j TRACE') },
  {
    name: 'header',
    weight: 2,
    at: inTable('mangle'),
    text: ({ pools, proto, hook }) =>
      fc.constantFrom(
        // In OUTPUT another TOS asks the routes again, which the flow does not have.
        ...(hook === 'OUTPUT' ? [] : ['-j DSCP --set-dscp 0x0a', '-j TOS --set-tos 0x10/0x3f']),
        ...(hook === 'PREROUTING' || hook === 'INPUT' ? [] : ['-j CLASSIFY --set-class 0001:0002']),
        pools.family === 4 ? '-j TTL --ttl-inc 1' : '-j HL --hl-inc 1',
        ...(proto === 'tcp' && (hook === 'FORWARD' || hook === 'OUTPUT') ? ['-j TCPOPTSTRIP --strip-options 2'] : []),
        ...(proto === 'udp' && hook === 'POSTROUTING' ? ['-j CHECKSUM --checksum-fill'] : []),
      ),
  },
]
