import { connmark } from '@/lib/netfilter/target/connmark'
import { ct, notrack } from '@/lib/netfilter/target/ct'
import { dnat } from '@/lib/netfilter/target/dnat'
import { mark } from '@/lib/netfilter/target/mark'
import { netmap } from '@/lib/netfilter/target/netmap'
import { goOn, type Target } from '@/lib/netfilter/target/outcome'
import { redirect } from '@/lib/netfilter/target/redirect'
import { masquerade, snat } from '@/lib/netfilter/target/snat'
import { tproxy } from '@/lib/netfilter/target/tproxy'
import { accept, back, drop, reject } from '@/lib/netfilter/target/verdicts'

/** Targets that write or change something beside addresses, ports, marks and the verdict, and go on with the next rule. */
export const BESIDE: ReadonlySet<string> = new Set([
  'LOG',
  'NFLOG',
  'ULOG',
  'TRACE',
  'AUDIT',
  'CHECKSUM',
  'CLASSIFY',
  'DSCP',
  'TOS',
  'ECN',
  'TTL',
  'HL',
  'TCPMSS',
  'TCPOPTSTRIP',
  'SECMARK',
  'CONNSECMARK',
  'SET',
  'RATEEST',
  'LED',
  'IDLETIMER',
  'TEE',
])

/** Every target that is modelled, by the name behind `-j`; chains of one's own are not here. */
export const TARGETS: ReadonlyMap<string, Target> = new Map<string, Target>([
  ['ACCEPT', accept],
  ['DROP', drop],
  ['RETURN', back],
  ['REJECT', reject],
  ['DNAT', dnat],
  ['SNAT', snat],
  ['MASQUERADE', masquerade],
  ['REDIRECT', redirect],
  ['MARK', mark],
  ['CONNMARK', connmark],
  ['NETMAP', netmap],
  ['TPROXY', tproxy],
  ['CT', ct],
  ['NOTRACK', notrack],
  ...[...BESIDE].map((name): [string, Target] => [name, goOn]),
])
