import { absent, compare, notReadable } from '@/lib/netfilter/match/answer'
import { marked, parseMasked, printMark } from '@/lib/netfilter/match/mask'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { TEMPLATE } from '@/lib/netfilter/match/packet-view'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m connmark --mark value[/mask]`: the mark of the connection, 0 until a CONNMARK sets it; without tracking it matches nothing. */
export const connmark: MatchModule = {
  compile: (options) =>
    options.map((option) => {
      const text = printOption(option)
      const value = option.values[0] ?? ''
      const wanted = option.name === '--mark' ? parseMasked(value) : null
      if (!wanted) return { text, test: () => notReadable(text) }
      return {
        text,
        test: ({ packet, ctstate }) => {
          if (ctstate.has('UNTRACKED') || ctstate.has('INVALID')) return absent(false, 'connmark', value)
          const got = ctstate.has(TEMPLATE) ? 0 : (packet.ctmark ?? 0)
          return compare(marked(got, wanted), option.negated, 'connmark', printMark(got), value)
        },
      }
    }),
}
