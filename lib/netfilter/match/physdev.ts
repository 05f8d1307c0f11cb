import { absent, notKnown } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m physdev`: the port of a bridge. A packet made here or over `lo` came by none; the rest is not in the flow. */
export const physdev: MatchModule = {
  compile: (options) =>
    options.map((option) => ({
      text: printOption(option),
      test: ({ packet, context }) => {
        const incoming = option.name === '--physdev-in' || option.name === '--physdev-is-in' || option.name === '--physdev-is-bridged'
        return incoming && (context.hook === 'OUTPUT' || packet.in === 'lo')
          ? absent(option.negated, 'physdev', option.values[0] ?? '')
          : notKnown('physdev')
      },
    })),
}
