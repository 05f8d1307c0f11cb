import { notModelled } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { mergeExcludedPorts, portPart } from '@/lib/netfilter/match/ports'
import { printOption } from '@/lib/netfilter/parse/tokens'

const FIELDS = new Map<string, 'sport' | 'dport'>([
  ['--sport', 'sport'],
  ['--source-port', 'sport'],
  ['--dport', 'dport'],
  ['--destination-port', 'dport'],
])

/** `-m udp`, and the ports of `-m sctp` and `-m dccp`. */
export const udp: MatchModule = {
  compile: (options) =>
    mergeExcludedPorts(
      options,
      options.map((option) => {
        const field = FIELDS.get(option.name)
        const text = printOption(option)
        return field ? portPart(option, field) : { text, test: () => notModelled(text) }
      }),
    ),
}
