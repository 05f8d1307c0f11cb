import type { MatchModule } from '@/lib/netfilter/match/module'

/** `-m comment`: says something to people, and matches always. */
export const comment: MatchModule = { compile: () => [] }
