import type { MatchModule } from '@/lib/netfilter/match/module'

/** `-m nfacct`: counts, and matches always. */
export const nfacct: MatchModule = { compile: () => [] }
