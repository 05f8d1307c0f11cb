import { compare, notKnown } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m rpfilter`: whether the answer would leave by the interface the packet came in on; over `lo` always. `--loose`: by any. */
export const rpfilter: MatchModule = {
  compile: (options) => {
    const has = (name: string) => options.some((option) => option.name === name)
    const [invert, plain] = [has('--invert'), !has('--loose')]
    return [
      {
        text: ['-m rpfilter', ...options.map(printOption)].join(' '),
        test: ({ packet, context }) => {
          const back = packet.in === 'lo' ? true : plain ? context.reversePath?.(packet) : undefined
          if (back === undefined || back === 'unknown') return notKnown('rpfilter')
          return compare(back, invert, 'rpfilter', back ? 'the same' : 'another', packet.in ?? '-')
        },
      },
    ]
  },
}
