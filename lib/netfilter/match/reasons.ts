import type { Field } from '@/lib/netfilter/match/answer'
import type { MatchReason } from '@/lib/netfilter/model'

const FIELDS: Record<Field, string> = {
  protocol: 'protocol',
  source: 'source address',
  destination: 'destination address',
  in: 'incoming interface',
  out: 'outgoing interface',
  sport: 'source port',
  dport: 'destination port',
  flags: 'TCP flags',
  icmptype: 'ICMP type',
  fragment: 'fragment offset',
  connection: 'tracked connection',
  ctstate: 'connection state',
  ctstatus: 'connection status',
  ctdir: 'direction',
  origsrc: 'original source address',
  origdst: 'original destination address',
  origsport: 'original source port',
  origdport: 'original destination port',
  replsrc: 'source address of the answers',
  repldst: 'destination address of the answers',
  replsport: 'source port of the answers',
  repldport: 'destination port of the answers',
  mark: 'mark',
  connmark: 'connection mark',
  srctype: 'type of the source address',
  dsttype: 'type of the destination address',
  uid: 'user id',
  gid: 'group id',
  owner: 'owner',
  socket: 'socket',
  physdev: 'bridge port',
  rpfilter: 'way back',
}

/** The codes of every reason, for the translations. */
export const REASON_CODES = [
  'differs',
  'excluded',
  'absent',
  'not-known',
  'hidden-state',
  'not-modelled',
  'not-listed',
  'not-readable',
  'chance',
  'by-version',
  'unknown-target',
  'too-many-ways',
  'too-many-steps',
  'not-in-set',
  'in-set',
  'no-set',
  'changing-set',
  'by-hash',
  'by-program',
  'loop',
  'too-deep',
  'order',
] as const

/** The names of every field that reasons speak of, for the translations. */
export const REASON_FIELDS = Object.keys(FIELDS) as Field[]

function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name)
}

/** A reason as an English sentence without a full stop. */
export function describeReason({ code, values }: MatchReason): string {
  const field = values.field && isField(values.field) ? FIELDS[values.field] : (values.field ?? 'value')
  switch (code) {
    case 'differs':
      return `the ${field} is ${values.got}, not ${values.want}`
    case 'excluded':
      return `the ${field} is ${values.got}, which the rule excludes`
    case 'absent':
      return `the packet has no ${field} here`
    case 'not-known':
      return `the ${field} is not known`
    case 'hidden-state':
      return `it depends on the state of ${values.module} in the kernel, which no dump shows`
    case 'not-modelled':
      return `${values.what} is not modelled`
    case 'not-listed':
      return `nft does not list the options of ${values.what}`
    case 'not-readable':
      return `${values.what} cannot be read`
    case 'chance':
      return `the dice fell otherwise: it matches with probability ${values.probability}`
    case 'by-version':
      return `versions of iptables make different rules of ${values.what}`
    case 'unknown-target':
      return `what the target ${values.target} does is not modelled`
    case 'too-many-ways':
      return `the rules fork more than ${values.limit} times`
    case 'too-many-steps':
      return `the rules do not end after ${values.limit} steps`
    case 'not-in-set':
      return `${values.got} is not in ${values.set}`
    case 'in-set':
      return `${values.got} is in ${values.set}, which the rule excludes`
    case 'no-set':
      return `${values.set} was not observed`
    case 'changing-set':
      return `packets and time change what is in ${values.set}: the dump need not be what it holds now`
    case 'by-hash':
      return `the kernel takes one by a hash (${values.what})`
    case 'by-program':
      return `a program decides, which no dump shows (${values.what})`
    case 'loop':
      return `the chains call each other in a circle: ${values.chain} again`
    case 'too-deep':
      return `the chains call each other more than ${values.limit} deep`
    case 'order':
      return `${values.first} and ${values.second} stand at the same place, and it is not known which comes first`
    default:
      return code
  }
}
