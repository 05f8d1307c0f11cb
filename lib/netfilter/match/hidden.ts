import { hiddenState } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** Matches whose answer lies in a state of the kernel that no dump shows: set, limit, hashlimit, connlimit, quota. */
export function hidden(module: string): MatchModule {
  return { compile: (options) => [{ text: [`-m ${module}`, ...options.map(printOption)].join(' '), test: () => hiddenState(module) }] }
}
