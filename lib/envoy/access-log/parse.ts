import { parseJsonLine } from '@/lib/envoy/access-log/json-line'
import { type AccessLogLine, flagList, numberOrNull, textOrNull } from '@/lib/envoy/access-log/line'
import { tokenize } from '@/lib/envoy/access-log/tokenize'
import { MAX_LINE_CHARS } from '@/lib/envoy/parse/limits'

function common(
  format: AccessLogLine['format'],
  tokens: string[],
): Pick<AccessLogLine, 'format' | 'start' | 'method' | 'path' | 'protocol' | 'status' | 'flags'> {
  const request = tokens[1] ?? ''
  const [first, last] = [request.indexOf(' '), request.lastIndexOf(' ')]
  const parts =
    first === -1 || first === last ? [request] : [request.slice(0, first), request.slice(first + 1, last), request.slice(last + 1)]
  return {
    format,
    start: tokens[0] ?? '',
    method: textOrNull(parts[0]),
    path: textOrNull(parts[1]),
    protocol: textOrNull(parts[2]),
    status: Number(tokens[2]),
    flags: flagList(tokens[3]),
  }
}

/** Istio's default text format has 22 fields. */
function istioLine(tokens: string[]): AccessLogLine {
  const at = (index: number) => tokens[index]
  return {
    ...common('istio', tokens),
    details: textOrNull(at(4)),
    termination: textOrNull(at(5)),
    failure: textOrNull(at(6)),
    bytesReceived: numberOrNull(at(7)),
    bytesSent: numberOrNull(at(8)),
    duration: numberOrNull(at(9)),
    upstreamTime: numberOrNull(at(10)),
    forwardedFor: textOrNull(at(11)),
    userAgent: textOrNull(at(12)),
    requestId: textOrNull(at(13)),
    authority: textOrNull(at(14)),
    upstreamHost: textOrNull(at(15)),
    upstreamCluster: textOrNull(at(16)),
    upstreamLocal: textOrNull(at(17)),
    downstreamLocal: textOrNull(at(18)),
    downstreamRemote: textOrNull(at(19)),
    sni: textOrNull(at(20)),
    route: textOrNull(at(21)),
  }
}

/** Envoy's own default format has 13 fields: no details, cluster or addresses but the upstream's. */
function envoyLine(tokens: string[]): AccessLogLine {
  const at = (index: number) => tokens[index]
  return {
    ...common('envoy', tokens),
    details: null,
    termination: null,
    failure: null,
    bytesReceived: numberOrNull(at(4)),
    bytesSent: numberOrNull(at(5)),
    duration: numberOrNull(at(6)),
    upstreamTime: numberOrNull(at(7)),
    forwardedFor: textOrNull(at(8)),
    userAgent: textOrNull(at(9)),
    requestId: textOrNull(at(10)),
    authority: textOrNull(at(11)),
    upstreamHost: textOrNull(at(12)),
    upstreamCluster: null,
    upstreamLocal: null,
    downstreamLocal: null,
    downstreamRemote: null,
    sni: null,
    route: null,
  }
}

const ISTIO_FIELDS = 22
const ENVOY_FIELDS = 13

/**
 * Parses one access-log line: Istio's default text format, its JSON format, or Envoy's own default. null for any other
 * line (a proxy's log has more than access lines), also for one that is too long.
 */
export function parseAccessLine(line: string): AccessLogLine | null {
  if (line.length > MAX_LINE_CHARS) return null
  const trimmed = line.trim()
  if (trimmed.startsWith('{')) return parseJsonLine(trimmed)
  if (!/^\[\d{4}-\d\d-\d\dT[\d:.]+Z\] "/.test(trimmed)) return null
  const tokens = tokenize(trimmed)
  if (tokens === null || !/^\d{1,3}$/.test(tokens[2] ?? '')) return null
  if (tokens.length === ISTIO_FIELDS) return istioLine(tokens)
  return tokens.length === ENVOY_FIELDS ? envoyLine(tokens) : null
}
