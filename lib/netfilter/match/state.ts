import { compare } from '@/lib/netfilter/match/answer'
import type { MatchModule, Part } from '@/lib/netfilter/match/module'
import type { RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `--ctstate NEW,DNAT` and the older `--state`: matches when one of the states holds; DNAT and SNAT are states beside NEW. */
export function statePart(option: RuleOption): Part {
  const value = option.values[0] ?? ''
  const wanted = value.split(',')
  return {
    text: printOption(option),
    test: ({ ctstate }) =>
      compare(
        wanted.some((state) => ctstate.has(state)),
        option.negated,
        'ctstate',
        [...ctstate].join(','),
        value,
      ),
  }
}

/** `-m state`. */
export const state: MatchModule = {
  compile: (options) => options.map(statePart),
}
