import { addressText } from '@/lib/envoy/config/address'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import { onUpstreamFailure, onUpstreamStatus } from '@/lib/envoy/evaluate/upstream-failure'
import type { EnvoyEnd, EnvoyEvent, EnvoyTree } from '@/lib/envoy/model'
import type { RecordedLine } from '@/lib/envoy/testing/recorded-line'

interface Way {
  events: EnvoyEvent[]
  end: EnvoyEnd
  possible: boolean
}

function ways(tree: EnvoyTree, before: EnvoyEvent[] = [], possible = true): Way[] {
  const events = [...before, ...tree.events]
  if (tree.branches !== null) return tree.branches.flatMap((branch) => ways(branch.tree, events, possible && branch.probability !== 0))
  return tree.end === null ? [] : [{ events, end: tree.end, possible }]
}

function last(events: EnvoyEvent[], field: 'cluster' | 'route'): string | null {
  return [...events].reverse().find((event) => event[field] !== undefined)?.[field] ?? null
}

/** Flags that come from outside of this proxy: the client left, the app was slow or broke off. */
const OUTSIDE = new Set(['DC', 'UT', 'UC', 'UR'])

function flagsAgree(recorded: RecordedLine, end: Extract<EnvoyEnd, { kind: 'upstream' }>): boolean {
  const { line } = recorded
  const text = line.flags.length === 0 ? '-' : line.flags.join(',')
  if (line.flags.some((flag) => OUTSIDE.has(flag))) return true
  if (line.flags.includes('UF')) {
    const kind = (line.failure ?? '').includes('TLS_error') ? 'tls' : (line.details ?? '').includes('timeout') ? 'timeout' : 'refused'
    const answer = onUpstreamFailure(end, kind)
    return answer.flags === text && (answer.kind === 'closed' || answer.status === line.status)
  }
  return end.thenClosed === undefined ? onUpstreamStatus(end, line.status) === text : end.thenClosed.flags === text
}

function agrees(recorded: RecordedLine, way: Way): boolean {
  const { line } = recorded
  const { end } = way
  const known = line.format !== 'envoy'
  const routeFits = !known || line.method === null || last(way.events, 'route') === line.route
  const clusterFits = !known || last(way.events, 'cluster') === line.upstreamCluster
  if (!way.possible || !routeFits || !clusterFits) return false
  if (line.upstreamHost !== null) {
    const local = line.upstreamLocal?.slice(0, line.upstreamLocal.lastIndexOf(':'))
    if (end.kind !== 'upstream' || addressText({ kind: 'socket', ...end.to }) !== line.upstreamHost) return false
    if (local !== undefined && end.bind !== null && local !== (end.bind === 'original' ? recorded.downstream.remote.ip : end.bind))
      return false
    return flagsAgree(recorded, end)
  }
  const flags = line.flags.length === 0 ? '-' : line.flags.join(',')
  if (line.status === 0) return end.kind === 'closed' && end.flags === flags
  return end.kind === 'answered' && end.status === line.status && end.flags === flags
}

function describe(way: Way): string {
  const { end } = way
  const what =
    end.kind === 'upstream'
      ? `${end.to.ip}:${end.to.port} ${end.flags ?? ''}`
      : end.kind === 'answered'
        ? `${end.status} ${end.flags}: ${end.reason}`
        : end.reason
  return `${end.kind} ${what} [cluster ${last(way.events, 'cluster')}, route ${last(way.events, 'route')}]`
}

/** null when one possible way through the proxy is what the line says; else what differs. */
export function judgeLine(recorded: RecordedLine): string | null {
  const found = ways(evaluateProxy(recorded.state, recorded.downstream))
  if (found.some((way) => agrees(recorded, way))) return null
  return `${recorded.where}\n  ${recorded.text}\n  ${found.map(describe).join('\n  ')}`
}
