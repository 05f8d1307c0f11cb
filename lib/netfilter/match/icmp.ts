import { compare } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m icmp` and `-m icmp6`: the flows that are walked are TCP or UDP, which have no ICMP type at all, not even a negated one. */
export const icmp: MatchModule = {
  compile: (options) =>
    options.map((option) => ({
      text: printOption(option),
      test: ({ packet }) => compare(false, false, 'protocol', packet.proto, 'icmp'),
    })),
}
