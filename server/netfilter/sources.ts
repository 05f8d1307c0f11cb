import type { SaidRule } from '@/lib/api/netfilter-view'
import { type ComputedRules, isGap } from '@/lib/mesh/computed/model'
import { chainSources } from '@/lib/mesh/computed/sources'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Chain, Table } from '@/lib/netfilter/model'
import type { Recording } from '@/lib/recording/recording'
import { meshAt } from '@/server/walk/mesh-cache'

const known = new WeakMap<Chain, { computed: ComputedRules; sources: (RuleSource | null)[] }>()

/** What the rules of an observed chain come from, by their place. */
export function sourcesOf(
  recording: Recording,
  netns: string,
  at: number,
  family: 'ip' | 'ip6',
  table: Table,
  chain: Chain,
): (RuleSource | null)[] {
  const computed = meshAt(recording, at)
    .netns(netns)
    ?.computed(family === 'ip6' ? 'IPv6' : 'IPv4')
  if (!computed || isGap(computed)) return []
  const before = known.get(chain)
  const sources = before?.computed === computed ? before.sources : chainSources(computed, table, chain)
  known.set(chain, { computed, sources })
  return sources
}

/** A source in the API's shape. */
export function saidSource(source: RuleSource | null): Pick<SaidRule, 'source'> {
  if (!source) return {}
  if (source.by === 'kubelet') return { source: { program: 'kubelet' } }
  if (source.by === 'istio') return { source: { program: 'Istio', ...(source.setting === null ? {} : { setting: source.setting }) } }
  const { service, endpoint } = source
  return {
    source: {
      program: 'kube-proxy',
      ...(service ? { service: `${service.namespace}/${service.name}${service.port === '' ? '' : `:${service.port}`}` } : {}),
      ...(endpoint ? { endpoint: endpoint.address } : {}),
      ...(endpoint?.pod ? { pod: endpoint.pod } : {}),
    },
  }
}
