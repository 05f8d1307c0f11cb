import { notModelled } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { portPart } from '@/lib/netfilter/match/ports'
import { printOption } from '@/lib/netfilter/parse/tokens'

const FIELDS = new Map<string, 'sport' | 'dport' | null>([
  ['--sports', 'sport'],
  ['--source-ports', 'sport'],
  ['--dports', 'dport'],
  ['--destination-ports', 'dport'],
  ['--ports', null],
])

/** `-m multiport`: lists of ports and ranges. */
export const multiport: MatchModule = {
  compile: (options) =>
    options.map((option) => {
      const field = FIELDS.get(option.name)
      const text = printOption(option)
      return field === undefined ? { text, test: () => notModelled(text) } : portPart(option, field)
    }),
}
