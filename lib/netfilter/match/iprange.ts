import { parseAddress } from '@/lib/netfilter/address/parse'
import { compare, notKnown, notReadable } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m iprange`: `--src-range` and `--dst-range`, both ends included. */
export const iprange: MatchModule = {
  compile: (options) =>
    options.map((option) => {
      const text = printOption(option)
      const value = option.values[0] ?? ''
      const [first = '', last = first] = value.split('-')
      const [from, to] = [parseAddress(first), parseAddress(last)]
      const field = option.name === '--src-range' ? 'source' : option.name === '--dst-range' ? 'destination' : null
      if (!from || !to || !field) return { text, test: () => notReadable(text) }
      return {
        text,
        test: (view) => {
          const address = view[field]
          if (!address) return notKnown(field)
          const holds = address.family === from.family && address.value >= from.value && address.value <= to.value
          return compare(holds, option.negated, field, field === 'source' ? view.packet.src : view.packet.dst, value)
        },
      }
    }),
}
