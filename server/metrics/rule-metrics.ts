import { setImmediate as turn } from 'node:timers/promises'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { Rule } from '@/lib/netfilter/model'
import type { Recording } from '@/lib/recording/recording'
import { dumpsOf } from '@/server/netfilter/dumps'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'

/** The metric's name; its labels are what lib/prometheus/expressions asks by. */
const RULE_PACKETS = 'hopscope_rule_packets_total'
/** Series of one namespace: rules that have counted come first, so a node of thousands of Services keeps what is used. */
const MAX_RULES_OF_NAMESPACE = 300
/** Series of one process: Prometheus' advice for one target. */
const MAX_RULES = 6000

const labelNames = ['cluster', 'netns', 'family', 'table', 'chain', 'rule', 'target'] as const
interface Series {
  labels: Record<(typeof labelNames)[number], string>
  packets: number
}

/**
 * What the rules of the network namespaces that are read have counted. A chain's own history is the sum of the rules that lead to it
 * (`target`). Rules of the same text in one chain are one series.
 */
export function ruleMetrics(registry: Registry, sources: () => readonly ClusterSource[]): void {
  // Both are collected at once, in the order in which they are made.
  let reading: ReturnType<typeof readRules> | null = null
  new Counter({
    name: RULE_PACKETS,
    help: 'Packets (in nat tables: connections) that a netfilter rule has counted.',
    labelNames: [...labelNames],
    registers: [registry],
    async collect() {
      reading = readRules(sources())
      const { series } = await reading
      this.reset()
      for (const { labels, packets } of series) this.inc(labels, packets)
    },
  })
  new Gauge({
    name: 'hopscope_rules_left_out',
    help: 'Rules that have no series of their own because there are too many.',
    registers: [registry],
    async collect() {
      this.set((await reading)?.leftOut ?? 0)
    },
  })
}

async function readRules(sources: readonly ClusterSource[]): Promise<{ series: Series[]; leftOut: number }> {
  const series: Series[] = []
  let rules = 0
  for (const { settings, recording } of sources) {
    for (const netns of namespacesOf(recording)) {
      const all = rulesOf(recording, settings.name, netns)
      rules += all.length
      series.push(...chosen(all).slice(0, MAX_RULES - series.length))
      // Others have their turn between two namespaces.
      await turn()
    }
  }
  return { series, leftOut: rules - series.length }
}

/** Names of the nodes and pods (NAMESPACE.POD) whose rules have been read. */
function namespacesOf(recording: Recording): string[] {
  const found = recording
    .snapshotAt(0)
    .paths()
    .flatMap((path) => /^(?:nodes|pods)\/([^/]+)\/iptables-save\.txt$/.exec(path)?.[1] ?? [])
  return [...new Set(found)]
}

function rulesOf(recording: Recording, cluster: string, netns: string): Series[] {
  return dumpsOf(recording, netns, 0).flatMap(({ live, family, tables }) =>
    live
      ? [...tables].flatMap(([table, { chains }]) =>
          [...chains.values()].flatMap((chain) =>
            chain.rules.flatMap((rule) => seriesOf({ cluster, netns, family, table, chain: chain.name }, rule)),
          ),
        )
      : [],
  )
}

function seriesOf(place: Omit<Series['labels'], 'rule' | 'target'>, { counter, text, target }: Rule): Series[] {
  return counter ? [{ labels: { ...place, rule: text, target: target ?? '' }, packets: counter.packets }] : []
}

/** All, or as many as a namespace may have: those that have counted, then the others, in the dump's order. */
function chosen(rules: readonly Series[]): readonly Series[] {
  if (rules.length <= MAX_RULES_OF_NAMESPACE) return rules
  const counted = rules.filter(({ packets }) => packets > 0)
  return [...counted, ...rules.filter(({ packets }) => packets === 0)].slice(0, MAX_RULES_OF_NAMESPACE)
}
