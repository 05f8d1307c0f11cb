import { addressText } from '@/lib/envoy/config/address'
import { onUpstreamFailure, onUpstreamStatus } from '@/lib/envoy/evaluate/upstream-failure'
import type { EnvoyEnd } from '@/lib/envoy/model'
import type { SeenLine } from '@/oracle/envoy/access-lines'
import type { Sight } from '@/oracle/envoy/client'
import type { Echo } from '@/oracle/envoy/upstreams'
import { lastNamed, outerSteps, type Way } from '@/oracle/envoy/ways'

/** What really happened: the client's side, and Envoy's access line of the request or (without one) of the connection. */
export interface Seen {
  sight: Sight
  line: SeenLine
}

type Upstream = Extract<EnvoyEnd, { kind: 'upstream' }>

/** A tunnel lasts until one side leaves it, which here is the client (DC). */
function flagText(line: SeenLine): string {
  const flags = line.method === 'CONNECT' ? line.flags.filter((flag) => flag !== 'DC') : line.flags
  return flags.length === 0 ? '-' : flags.join(',')
}

/** Headers that Envoy itself writes, or that Node's client adds: they say nothing of the configuration. */
const OWN_HEADERS = /^(x-envoy-.*|x-request-id|x-forwarded-.*|x-probe|connection|transfer-encoding|content-length|host|via)$/

function headersDiffer(wanted: Upstream['request'], echo: Echo): string | null {
  if (wanted === null) return null
  const got = new Map(echo.headers.filter(([name]) => !OWN_HEADERS.test(name)))
  const want = new Map([...wanted.headers].filter(([name]) => !OWN_HEADERS.test(name)))
  for (const name of new Set([...got.keys(), ...want.keys()]))
    if (wanted.unknownHeaders?.has(name) !== true && got.get(name)?.replaceAll(', ', ',') !== want.get(name)?.replaceAll(', ', ','))
      return `upstream got ${name}: ${got.get(name)}, not ${want.get(name)}`
  return null
}

function tlsDiffers(end: Upstream, echo: Echo): string | null {
  if ((end.tls === null) !== (echo.tls === null)) return `upstream got ${echo.tls === null ? 'plain text' : 'TLS'}`
  if (end.tls === null || echo.tls === null) return null
  if (end.tls.sni !== echo.tls.sni) return `upstream got SNI ${echo.tls.sni}, not ${end.tls.sni}`
  return null
}

function requestDiffers(end: Upstream, echo: Echo | null): string | null {
  if (echo === null) return null
  const tls = tlsDiffers(end, echo)
  if (tls !== null || end.request === null || end.via !== 'http') return tls
  if (echo.path !== (end.request.method === 'CONNECT' ? end.request.authority : end.request.path)) return `upstream got path ${echo.path}`
  if (echo.authority !== end.request.authority) return `upstream got host ${echo.authority}`
  return headersDiffer(end.request, echo)
}

/** A failed upstream connection as Envoy's line tells it. */
function failureOf(line: SeenLine): 'tls' | 'timeout' | 'refused' | 'reset' {
  if (line.flags.includes('UC')) return 'reset'
  if ((line.failure ?? '').includes('TLS')) return 'tls'
  return (line.details ?? '').includes('timeout') ? 'timeout' : 'refused'
}

function upstreamDiffers(end: Upstream, { sight, line }: Seen): string | null {
  // A connection that is closed as soon as bytes come may or may not have reached the upstream before.
  if (end.thenClosed !== undefined && line.upstreamHost === null)
    return sight.kind === 'answered' ? `status ${sight.status}` : end.thenClosed.flags === flagText(line) ? null : `flags ${flagText(line)}`
  if (addressText({ kind: 'socket', ...end.to }) !== line.upstreamHost) return `upstream ${line.upstreamHost}`
  if (line.flags.includes('UF') || line.flags.includes('UC')) {
    const answer = onUpstreamFailure(end, failureOf(line))
    if (answer.flags !== flagText(line)) return `flags ${flagText(line)} (expected ${answer.flags})`
    return answer.kind === 'answered' && answer.status !== line.status ? `status ${line.status}` : null
  }
  if (typeof end.bind === 'string' && end.bind !== 'original' && line.upstreamLocal?.startsWith(`${end.bind}:`) !== true)
    return `upstream local address ${line.upstreamLocal}`
  const flags = end.thenClosed === undefined ? onUpstreamStatus(end, line.status) : end.thenClosed.flags
  if (flags !== flagText(line)) return `flags ${flagText(line)} (expected ${flags})`
  return sight.kind === 'answered' ? requestDiffers(end, sight.echo) : null
}

function endDiffers(end: EnvoyEnd, seen: Seen): string | null {
  const { sight, line } = seen
  switch (end.kind) {
    case 'unknown':
      return null
    case 'upstream':
      return upstreamDiffers(end, seen)
    case 'answered':
      // A host is chosen before a request waits for a connection, before the limit on requests is asked, and before a handshake: the line names it then.
      if (line.upstreamHost !== null && !['UO', 'UT', 'UF'].some((flag) => line.flags.includes(flag)))
        return `upstream ${line.upstreamHost}`
      if (sight.kind !== 'answered' || sight.status !== end.status)
        return sight.kind === 'answered' ? `status ${sight.status}` : `closed: ${sight.error}`
      if (end.location !== undefined && sight.headers.location !== end.location) return `location ${sight.headers.location}`
      return end.flags === flagText(line) ? null : `flags ${flagText(line)} (expected ${end.flags})`
    case 'closed':
      if (sight.kind === 'answered') return `status ${sight.status}`
      return end.flags === flagText(line) ? null : `flags ${flagText(line)} (expected ${end.flags})`
  }
}

/** Behind an internal listener: the line names that one, and only what the client and the upstream saw says how it went on. */
function insideDiffers(end: EnvoyEnd, endpoint: string, { sight, line }: Seen): string | null {
  if (line.upstreamHost !== endpoint) return `upstream ${line.upstreamHost}`
  const echo = sight.kind === 'answered' ? sight.echo : null
  if (end.kind === 'upstream' && echo !== null)
    return echo.at === addressText({ kind: 'socket', ...end.to }) ? requestDiffers(end, echo) : `reached ${echo.at}`
  // Who answers always leaves an echo.
  const ending = end.kind === 'upstream' ? onUpstreamFailure(end, 'refused') : end
  if (echo !== null) return `reached ${echo.at}`
  if (ending.kind === 'closed') return sight.kind === 'closed' ? null : `status ${sight.status}`
  if (ending.kind !== 'answered') return null
  const failed = line.flags.some((flag) => flag === 'UC' || flag === 'UF')
  // Whether who opened the connection within has learnt that it is open (UC) or not yet (UF) is a matter of moments,
  // and with it whether the route tries again (URX).
  const either = (flags: string) => flags.replace('UC', 'UF').replace('URX,', '')
  if (failed && either(ending.flags) !== either(flagText(line))) return `flags ${flagText(line)} (expected ${ending.flags})`
  return sight.kind === 'answered' && sight.status === ending.status
    ? null
    : sight.kind === 'answered'
      ? `status ${sight.status}`
      : sight.error
}

/** null when this way is what happened; else the first thing in which they differ, as it was seen. */
export function differs(way: Way, seen: Seen): string | null {
  const { line } = seen
  if (way.end.kind === 'unknown') return null
  const outer = outerSteps(way)
  const chain = outer.findLast((event) => event.kind === 'filterChain')
  if (chain !== undefined && (chain.filterChain ?? null) !== line.filterChain && !/^#\d+$/.test(chain.filterChain ?? ''))
    return `filter chain ${line.filterChain}`
  if (line.from === 'http' && lastNamed(outer, 'route') !== line.route) return `route ${line.route}`
  if (line.from !== 'listener' && lastNamed(outer, 'cluster') !== line.upstreamCluster) return `cluster ${line.upstreamCluster}`
  const endpoint = outer.at(-1)?.endpoint
  return endpoint !== undefined && (outer.length < way.events.length || endpoint.startsWith('envoy://'))
    ? insideDiffers(way.end, endpoint, seen)
    : endDiffers(way.end, seen)
}
