/** The queries that this program asks a Prometheus. Names come in as label values only, quoted: nobody's text becomes PromQL. */

/** A step of a drawing looks at its whole length this often at least, so that what was short does not fall between two samples. */
const LOOKS = 5
/** More often than most are scraped it need not look. */
const COARSEST_S = 15
/** rate() needs several scrapes, and namespaces that nobody looks at are read once a minute. */
const LEAST_RATE_S = 180

type Labels = Record<string, string>

/** Every state that a proxy was in, by `type` and `state`, within each step (seconds). Several dashboards that watch one cluster agree. */
export function xdsStates(cluster: string, proxy: string, stepS: number): string {
  return `max by (type, state) (${within(selector('hopscope_proxy_xds_state', { cluster, proxy }), 'max', stepS)})`
}

/** 1 while an istiod served the proxy, 0 when none did. */
export function connected(cluster: string, proxy: string, stepS: number): string {
  return `min(${within(selector('hopscope_proxy_connected', { cluster, proxy }), 'min', stepS)})`
}

/** Which chain of which rules. `family`: ip or ip6. */
export interface ChainLabels {
  cluster: string
  netns: string
  family: string
  table: string
  chain: string
}

/** What each rule of a chain counted a second, by `rule`. */
export function ruleRates(place: ChainLabels, stepS: number): string {
  return `max by (rule) (${rate({ ...place }, stepS)})`
}

/** What came into a chain a second: the sum of the rules that lead to it. */
export function chainRate({ chain, ...place }: ChainLabels, stepS: number): string {
  return `max(sum by (instance, pod) (${rate({ ...place, target: chain }, stepS)}))`
}

function rate(labels: Labels, stepS: number): string {
  return `rate(${selector('hopscope_rule_packets_total', labels)}[${Math.max(LEAST_RATE_S, 2 * stepS)}s])`
}

function within(vector: string, best: 'max' | 'min', stepS: number): string {
  const every = Math.max(1, Math.min(COARSEST_S, Math.floor(stepS / LOOKS)))
  return `${best}_over_time(${vector}[${stepS}s:${every}s])`
}

function selector(metric: string, labels: Labels): string {
  const matchers = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`)
  return `${metric}{${matchers.join(',')}}`
}

/** A PromQL string: https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals (Go's escapes). */
function quoted(value: string): string {
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`
}
