import { compare, notKnown } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'

/**
 * `-m rpfilter`: whether the answer would leave by the interface the packet came in on; over `lo` always. `--loose`: by any, `--validmark`: with the
 * packet's mark, `--accept-local`: also to an address of this namespace. Source: net/ipv4/netfilter/ipt_rpfilter.c.
 */
export const rpfilter: MatchModule = {
  compile: (options) => {
    const has = (name: string) => options.some((option) => option.name === name)
    const [invert, loose, validMark, acceptLocal] = [has('--invert'), has('--loose'), has('--validmark'), has('--accept-local')]
    return [
      {
        text: ['-m rpfilter', ...options.map(printOption)].join(' '),
        test: ({ packet, context }) => {
          const how = { mark: validMark ? packet.mark : 0, loose, acceptLocal }
          const back = packet.in === 'lo' ? true : context.reversePath?.(packet, how)
          if (back === undefined || back === 'unknown') return notKnown('rpfilter')
          return compare(back, invert, 'rpfilter', back ? 'the same' : 'another', packet.in ?? '-')
        },
      },
    ]
  },
}
