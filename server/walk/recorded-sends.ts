import type { Recorded } from '@/lib/api/request'
import type { TraceEntry, TraceStep } from '@/lib/api/trace'
import { parseAccessLine } from '@/lib/envoy/access-log/parse'
import type { SentRequest } from '@/lib/recording/request'
import type { RecordedSend } from '@/lib/walk/agreement/compare'

/** Whether a step of a namespace's trace is of a nat chain; the names of native ones are their makers'. */
export type IsNat = (netns: string, step: TraceStep) => boolean

/** What was recorded, send by send, in the form that a walk is compared with. */
export function recordedSends(sent: SentRequest, recorded: Recorded, isNat: IsNat): RecordedSend[] {
  const repeat = sent.repeat?.outcomes ?? []
  if (repeat.length > 0) {
    return repeat.map((outcome, send) => ({
      outcome,
      traced: rulesOf(recorded, send, isNat),
      upstreams: outcome.upstreams.map(([cluster, host]) => ({ proxy: null, cluster: named(cluster), host: named(host), route: null })),
      // The log of several sends is one: whose flags a line has is not told.
      flags: [],
    }))
  }
  const lines = recorded.access.flatMap(({ proxy, lines: texts }) =>
    texts.flatMap((text) => {
      const line = parseAccessLine(text)
      return line ? [{ proxy, line }] : []
    }),
  )
  return [
    {
      outcome: sent.outcome,
      traced: rulesOf(recorded, null, isNat),
      // Envoy's own format tells no cluster, so its lines say nothing to compare.
      upstreams: lines
        .filter(({ line }) => line.format !== 'envoy')
        .map(({ proxy, line }) => ({ proxy, cluster: line.upstreamCluster, host: line.upstreamHost, route: line.route })),
      // Lines with another status tell of calls that the app made itself.
      flags: lines.filter(({ line }) => line.status === sent.outcome.status).map(({ line }) => line.flags.join(',')),
    },
  ]
}

const named = (text: string): string | null => (text === '-' || text === '' ? null : text)

/** Rules that the kernel reported by namespace, in order: of one send, or of all that was traced. */
function rulesOf(recorded: Recorded, send: number | null, isNat: IsNat): Map<string, string[]> {
  const rules = new Map<string, string[]>()
  for (const { netns, trace } of recorded.traces) {
    const asksNat = (entry: TraceEntry) => entry.steps.some((step) => isNat(netns, step))
    const own = trace.filter((entry) => (send === null || (entry.send ?? 0) === send) && !isSentAgain(entry, trace, asksNat))
    // A repeated request may pass a namespace in some of its sends only: no entry then says nothing about it.
    if (own.length === 0) continue
    rules.set(
      netns,
      own.flatMap((entry) => entry.steps.flatMap((step) => (step.kind === 'rule' && step.rule !== null ? [step.rule] : []))),
    )
  }
  return rules
}

/**
 * A SYN that was sent again: the nat tables are asked for the first packet of a connection only, so an entry without them, where others that
 * passed the same hook of the namespace have them and nothing dropped it, belongs to a connection that had begun before.
 */
function isSentAgain(entry: TraceEntry, trace: readonly TraceEntry[], asksNat: (entry: TraceEntry) => boolean): boolean {
  if (asksNat(entry) || entry.packet.in === 'lo' || entry.steps.some((step) => step.verdict === 'DROP')) return false
  const made = entry.packet.in === null
  return trace.some((other) => other.packet.in !== 'lo' && (other.packet.in === null) === made && asksNat(other))
}
