import { compare, notReadable } from '@/lib/netfilter/match/answer'
import { marked, parseMasked, printMark } from '@/lib/netfilter/match/mask'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m mark --mark value[/mask]`. */
export const mark: MatchModule = {
  compile: (options) =>
    options.map((option) => {
      const text = printOption(option)
      const value = option.values[0] ?? ''
      const wanted = option.name === '--mark' ? parseMasked(value) : null
      if (!wanted) return { text, test: () => notReadable(text) }
      return { text, test: ({ packet }) => compare(marked(packet.mark, wanted), option.negated, 'mark', printMark(packet.mark), value) }
    }),
}
