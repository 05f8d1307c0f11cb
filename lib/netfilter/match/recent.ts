import { compare, hiddenState } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m recent`: `--set` notes the address and matches always; the others ask a list in the kernel that no dump shows. */
export const recent: MatchModule = {
  compile: (options) => {
    const text = options.map(printOption).join(' ')
    const set = options.find((option) => option.name === '--set')
    return [{ text, test: () => (set ? compare(true, set.negated, 'source', '-', text) : hiddenState('recent')) }]
  },
}
