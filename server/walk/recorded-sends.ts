import { parseAccessLine } from '@/lib/envoy/access-log/parse'
import type { RecordedRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'
import { accessOf, tracesOf } from '@/lib/recording/request-files'
import type { TraceEntry } from '@/lib/recording/trace'
import type { RecordedSend } from '@/lib/walk/agreement/compare'
import type { UpstreamLine } from '@/lib/walk/agreement/upstreams'

/** What was recorded of each send of a request, in the form a walk is compared with. */
export function recordedSends(recording: Recording, request: RecordedRequest): RecordedSend[] {
  const { sent } = request
  const lines = accessOf(recording, request).flatMap(({ proxy, lines: texts }) =>
    texts.flatMap((text) => {
      const line = parseAccessLine(text)
      return line ? [{ proxy, line }] : []
    }),
  )
  // Lines with another status tell of calls that the app made itself.
  const flags = lines.filter(({ line }) => line.status === sent.outcome.status).map(({ line }) => line.flags.join(','))
  const traces = tracesOf(recording, request)
  const outcomes = sent.repeat?.outcomes ?? null
  if (!outcomes) {
    const upstreams: UpstreamLine[] = lines.map(({ proxy, line }) => ({
      proxy,
      cluster: line.upstreamCluster,
      host: line.upstreamHost,
      route: line.route,
    }))
    return [{ outcome: sent.outcome, traced: tracedRules(traces, null), upstreams, flags }]
  }
  return outcomes.map((outcome, index) => ({
    outcome,
    traced: tracedRules(traces, index),
    upstreams: outcome.upstreams.map(([cluster, host]) => ({ proxy: null, cluster, host, route: null })),
    flags: [],
  }))
}

/** Rules by namespace, of one send (null: of the only one); iptables rules as iptables-save prints them. */
function tracedRules(traces: ReturnType<typeof tracesOf>, send: number | null): Map<string, string[]> {
  const rules = new Map<string, string[]>()
  for (const { netns, trace } of traces) {
    const own = trace.filter((entry) => (send === null || (entry.send ?? 0) === send) && !isSentAgain(entry, trace))
    if (own.length === 0) continue
    rules.set(
      netns,
      own.flatMap((entry) => entry.steps.flatMap((step) => (step.kind === 'rule' && step.rule !== null ? [step.rule] : []))),
    )
  }
  return rules
}

/**
 * A SYN that was sent again: the nat tables are asked for the first packet of a connection only, so an entry without them, where others of
 * the same namespace have them and nothing dropped it, belongs to a connection that had begun before.
 */
function isSentAgain(entry: TraceEntry, trace: readonly TraceEntry[]): boolean {
  const asksNat = (each: TraceEntry) => each.steps.some((step) => step.table === 'nat')
  const overLo = entry.packet.in === 'lo'
  return (
    !overLo &&
    !asksNat(entry) &&
    !entry.steps.some((step) => step.verdict === 'DROP') &&
    trace.some((each) => each.packet.in !== 'lo' && asksNat(each))
  )
}
