import type { z } from 'zod'
import type { RuleHistory, ruleHistoryQuery, XdsHistory, xdsHistoryQuery } from '@/lib/api/history'
import type { HistoryRange } from '@/lib/api/history-range'
import { chainRate, connected, ruleRates, xdsStates } from '@/lib/prometheus/expressions'
import type { Series } from '@/lib/prometheus/matrix'
import { xdsBands } from '@/lib/prometheus/xds-bands'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'
import { type Range, rangeQuery } from '@/server/prometheus/range-query'
import { type PrometheusSettings, prometheusSettings } from '@/server/prometheus/settings'
import { proxiesAt } from '@/server/proxies/list'

/** How far back, and between two samples, in seconds: a drawing has about 240 samples. */
const ranges: Record<HistoryRange, { seconds: number; step: number }> = {
  '15m': { seconds: 900, step: 5 },
  '1h': { seconds: 3600, step: 15 },
  '6h': { seconds: 21_600, step: 90 },
  '1d': { seconds: 86_400, step: 360 },
}

/** The states of a live cluster’s proxy over time, as Prometheus kept them. Throws 404 for what is not to be seen, 503 when Prometheus does not answer. */
export async function xdsHistory(recording: Recording, { proxy, at, range }: z.infer<typeof xdsHistoryQuery>): Promise<XdsHistory> {
  const cluster = clusterOf(recording)
  if (!proxiesAt(recording, at).proxies.some(({ id }) => id === proxy))
    throw new Failure('notFound', `There is no proxy “${proxy}”.`, 'proxy')
  const drawn = rangeOf(recording, at, range)
  const settings = settingsOf()
  const stepS = drawn.stepMs / 1000
  const [states, served] = settings
    ? await Promise.all([
        rangeQuery(settings, xdsStates(cluster, proxy, stepS), drawn),
        rangeQuery(settings, connected(cluster, proxy, stepS), drawn),
      ])
    : [[], []]
  return { configured: settings !== null, ...drawn, types: xdsBands(states, served, drawn.stepMs, drawn.from) }
}

/** What a chain's rules counted a second over time. Throws as `xdsHistory`. */
export async function ruleHistory(recording: Recording, query: z.infer<typeof ruleHistoryQuery>): Promise<RuleHistory> {
  const cluster = clusterOf(recording)
  const { netns, family, table, chain, at, range } = query
  if (recording.snapshotAt(at).under(recording.netnsFolder(netns)).length === 0)
    throw new Failure('notFound', `No network namespace “${netns}” had been seen by ${at} ms.`, 'netns')
  const drawn = rangeOf(recording, at, range)
  const settings = settingsOf()
  const place = { cluster, netns, family, table, chain }
  const stepS = drawn.stepMs / 1000
  const [rules, calls] = settings
    ? await Promise.all([rangeQuery(settings, ruleRates(place, stepS), drawn), rangeQuery(settings, chainRate(place, stepS), drawn)])
    : [[], []]
  return {
    configured: settings !== null,
    ...drawn,
    calls: calls[0] ? ratesOf(calls[0]) : null,
    rules: rules
      .map((series) => ({ rule: series.labels.get('rule') ?? '', rates: ratesOf(series), sum: sumOf(series) }))
      .sort((a, b) => b.sum - a.sum)
      .map(({ rule, rates }) => ({ rule, rates })),
  }
}

/** The name by which the metrics have a cluster. A recording was never scraped. */
function clusterOf({ grows, name }: Recording): string {
  if (!grows) throw new Failure('notFound', `“${name}” is a recording, no live cluster.`, 'recording')
  return name
}

const ratesOf = ({ values }: Series): [number, number][] => values.map(([at, value]) => [at, value])

const sumOf = ({ values }: Series): number => values.reduce((sum, [, value]) => sum + value, 0)

/** Up to a moment of the source's own timeline; 0 is now. */
function rangeOf(recording: Recording, at: number, range: HistoryRange): Range {
  const { seconds, step } = ranges[range]
  const start = Date.parse(recording.scenario.start)
  const until = at === 0 || Number.isNaN(start) ? Date.now() : start + at
  return { from: until - seconds * 1000, until, stepMs: step * 1000 }
}

function settingsOf(): PrometheusSettings | null {
  try {
    return prometheusSettings(process.env)
  } catch (error) {
    throw new Failure('unavailable', `Prometheus can’t be asked: ${error instanceof Error ? error.message : String(error)}`)
  }
}
