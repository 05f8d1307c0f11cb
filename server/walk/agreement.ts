import { readRecordingReason } from '@/lib/api/recording-reasons'
import type { Recorded, RequestAnswer } from '@/lib/api/request'
import type { Walk } from '@/lib/api/step'
import type { Mesh } from '@/lib/mesh/model'
import type { BaseChain } from '@/lib/netfilter/evaluate/base-chains'
import type { RecordedRequest } from '@/lib/recording/recorded-request'
import { compareWalk } from '@/lib/walk/agreement/compare'
import { type IsNat, recordedSends } from '@/server/walk/recorded-sends'

type Agreement = Pick<RequestAnswer, 'agrees' | 'why' | 'whyCode' | 'match' | 'differences'>

/** Whether a walk agrees with what was recorded of its request; `agrees` null where the recording says that it can't be compared. */
export function agreementOf(walk: Walk, { sent }: RecordedRequest, recorded: Recorded, mesh: Mesh): Agreement {
  if (!sent.compare) {
    const whyCode = sent.why ? { whyCode: readRecordingReason(sent.why) } : {}
    return { agrees: null, why: sent.why ?? null, ...whyCode, match: null, differences: [] }
  }
  const comparison = sent.fanout ? 'fanout' : sent.pooled ? 'pooled' : 'equal'
  const { agrees, match, differences } = compareWalk(walk, recordedSends(sent, recorded, natChains(mesh)), comparison)
  return { agrees, why: null, match, differences }
}

const HOOKS = ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'] as const

/** iptables' nat table, and the base chains of type nat in native tables. */
function natChains(mesh: Mesh): IsNat {
  const known = new Map<string, ReadonlySet<string>>()
  const chainsOf = (netns: string): ReadonlySet<string> => {
    const rules = mesh.netns(netns)?.netfilter()?.rules
    const chains = known.get(netns) ?? new Set(HOOKS.flatMap((hook) => (rules?.chainsAt(hook) ?? []).flatMap(natChainName)))
    known.set(netns, chains)
    return chains
  }
  return (netns, { family, table, chain }) => (family ? chainsOf(netns).has(`${family} ${table} ${chain}`) : table === 'nat')
}

function natChainName({ table, chain, type }: BaseChain): string[] {
  return type === 'nat' && table.family ? [`${table.family} ${table.name} ${chain.name}`] : []
}
