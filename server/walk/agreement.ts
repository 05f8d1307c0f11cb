import type { Recorded, RequestAnswer } from '@/lib/api/request'
import type { Walk } from '@/lib/api/step'
import { parseAccessLine } from '@/lib/envoy/access-log/parse'
import type { RecordedRequest } from '@/lib/recording/recorded-request'
import { compareWalk, type RecordedSend } from '@/lib/walk/agreement/compare'

type Agreement = Pick<RequestAnswer, 'agrees' | 'why' | 'match' | 'differences'>

/** Whether a walk agrees with what was recorded of its request; `agrees` null where the recording says that it can't be compared. */
export function agreementOf(walk: Walk, request: RecordedRequest, recorded: Recorded): Agreement {
  const { compare, fanout, pooled, why } = request.sent
  if (!compare) return { agrees: null, why: why ?? null, match: null, differences: [] }
  const { agrees, match, differences } = compareWalk(walk, sendsOf(request, recorded), fanout ? 'fanout' : pooled ? 'pooled' : 'equal')
  return { agrees, why: null, match, differences }
}

/** What was recorded, send by send. */
export function sendsOf(request: RecordedRequest, recorded: Recorded): RecordedSend[] {
  const lines = recorded.access.flatMap(({ proxy, lines: texts }) => {
    return texts.flatMap((text) => {
      const line = parseAccessLine(text)
      return line ? [{ proxy, line }] : []
    })
  })
  const repeat = request.sent.repeat?.outcomes ?? []
  if (repeat.length === 0) {
    // Envoy's own format tells no cluster, so its lines say nothing to compare.
    const told = lines.filter(({ line }) => line.format !== 'envoy')
    const upstreams = told.map(({ proxy, line }) => ({ proxy, cluster: line.upstreamCluster, host: line.upstreamHost, route: line.route }))
    return [
      { outcome: request.sent.outcome, traced: rulesOf(recorded, null), upstreams, flags: lines.map(({ line }) => line.flags.join(',')) },
    ]
  }
  return repeat.map((outcome, send) => ({
    outcome,
    traced: rulesOf(recorded, send),
    upstreams: outcome.upstreams.map(([cluster, host]) => ({ proxy: null, cluster: named(cluster), host: named(host), route: null })),
    // The log of several sends is one: whose flags a line has is not told.
    flags: [],
  }))
}

const named = (text: string): string | null => (text === '-' || text === '' ? null : text)

/** Rules that the kernel reported by namespace, in order: of one send, or of all that was traced. */
function rulesOf(recorded: Recorded, send: number | null): Map<string, string[]> {
  const rules = new Map<string, string[]>()
  for (const { netns, trace } of recorded.traces) {
    const own = send === null ? trace : trace.filter((entry) => (entry.send ?? 0) === send)
    // A repeated request may pass a namespace in some of its sends only: no entry then says nothing about it.
    if (send !== null && own.length === 0) continue
    rules.set(
      netns,
      own.flatMap((entry) => entry.steps.flatMap((step) => (step.kind === 'rule' && step.rule !== null ? [step.rule] : []))),
    )
  }
  return rules
}
