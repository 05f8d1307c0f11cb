import { addrtype } from '@/lib/netfilter/match/addrtype'
import { comment } from '@/lib/netfilter/match/comment'
import { connmark } from '@/lib/netfilter/match/connmark'
import { conntrack } from '@/lib/netfilter/match/conntrack'
import { extensionHeader } from '@/lib/netfilter/match/extension-header'
import { hidden } from '@/lib/netfilter/match/hidden'
import { icmp } from '@/lib/netfilter/match/icmp'
import { iprange } from '@/lib/netfilter/match/iprange'
import { mark } from '@/lib/netfilter/match/mark'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { multiport } from '@/lib/netfilter/match/multiport'
import { nfacct } from '@/lib/netfilter/match/nfacct'
import { owner } from '@/lib/netfilter/match/owner'
import { physdev } from '@/lib/netfilter/match/physdev'
import { pkttype } from '@/lib/netfilter/match/pkttype'
import { recent } from '@/lib/netfilter/match/recent'
import { rpfilter } from '@/lib/netfilter/match/rpfilter'
import { socket } from '@/lib/netfilter/match/socket'
import { state } from '@/lib/netfilter/match/state'
import { statistic } from '@/lib/netfilter/match/statistic'
import { tcp } from '@/lib/netfilter/match/tcp'
import { udp } from '@/lib/netfilter/match/udp'

/** Every match that is modelled, by the name behind `-m`. */
export const MATCH_MODULES: ReadonlyMap<string, MatchModule> = new Map([
  ['tcp', tcp],
  ['udp', udp],
  ['sctp', udp],
  ['dccp', udp],
  ['icmp', icmp],
  ['icmp6', icmp],
  ['icmpv6', icmp],
  ['comment', comment],
  ['conntrack', conntrack],
  ['state', state],
  ['mark', mark],
  ['connmark', connmark],
  ['addrtype', addrtype],
  ['statistic', statistic],
  ['owner', owner],
  ['multiport', multiport],
  ['recent', recent],
  ['physdev', physdev],
  ['rpfilter', rpfilter],
  ['socket', socket],
  ['iprange', iprange],
  ['nfacct', nfacct],
  ['pkttype', pkttype],
  ...['rt', 'frag', 'hbh', 'dst'].map((name): [string, MatchModule] => [name, extensionHeader(name)]),
  ...['set', 'limit', 'hashlimit', 'connlimit', 'quota', 'connbytes', 'time'].map((name): [string, MatchModule] => [name, hidden(name)]),
])
