import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'

/**
 * `-m rt`, `frag`, `hbh`, `dst`: an extension header of IPv6. A connection's first packet is followed as one that is whole and has none, as -f says of IPv4;
 * without the header the match fails, whatever its options ask and however they are negated. Source: net/ipv6/netfilter/ip6t_rt.c, ip6t_frag.c, ip6t_hbh.c.
 */
export function extensionHeader(name: string): MatchModule {
  return {
    compile: (options) => [
      {
        text: [`-m ${name}`, ...options.map(printOption)].join(' '),
        test: () => ({ is: 'no', reason: { code: 'absent', values: { field: 'fragment', want: name } } }),
      },
    ],
  }
}
