import { type Answer, hiddenState, notModelled, notReadable, YES } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import type { RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m statistic`: `random` is a chance; `nth` counts packets in the kernel, and is known only for every packet. */
export const statistic: MatchModule = {
  compile: (options) => {
    const answer = answerOf(options)
    return [{ text: options.map(printOption).join(' '), test: () => answer }]
  },
}

function answerOf(options: readonly RuleOption[]): Answer {
  const optionOf = (name: string) => options.find((option) => option.name === name)
  const mode = optionOf('--mode')?.values[0]
  if (mode === 'random') {
    const option = optionOf('--probability')
    const probability = Number(option?.values[0])
    if (!option || !(probability >= 0 && probability <= 1)) return notReadable('--probability')
    return { is: 'chance', probability: option.negated ? 1 - probability : probability }
  }
  if (mode === 'nth') {
    const every = optionOf('--every')
    return every?.values[0] === '1' && !every.negated ? YES : hiddenState('statistic')
  }
  return notModelled(`statistic --mode ${mode ?? ''}`)
}
