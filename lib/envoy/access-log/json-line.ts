import { type AccessLogLine, flagList, textOrNull } from '@/lib/envoy/access-log/line'
import { JsonNode } from '@/lib/envoy/parse/json-node'

function parse(text: string): JsonNode | null {
  try {
    return new JsonNode(JSON.parse(text), '')
  } catch {
    return null
  }
}

/** Parses Istio's JSON access log (accessLogEncoding: JSON); null for JSON that is no access line. */
export function parseJsonLine(line: string): AccessLogLine | null {
  const node = parse(line)
  const start = node?.get('start_time').text()
  const status = node?.get('response_code').number()
  if (node === null || start === undefined || start === null || status === undefined || status === null) return null
  const text = (field: string) => textOrNull(node.get(field).text() ?? undefined)
  const number = (field: string) => node.get(field).number()
  return {
    format: 'json',
    start,
    method: text('method'),
    path: text('path'),
    protocol: text('protocol'),
    status,
    flags: flagList(node.get('response_flags').text() ?? ''),
    details: text('response_code_details'),
    termination: text('connection_termination_details'),
    failure: text('upstream_transport_failure_reason'),
    bytesReceived: number('bytes_received'),
    bytesSent: number('bytes_sent'),
    duration: number('duration'),
    upstreamTime: number('upstream_service_time'),
    forwardedFor: text('x_forwarded_for'),
    userAgent: text('user_agent'),
    requestId: text('request_id'),
    authority: text('authority'),
    upstreamHost: text('upstream_host'),
    upstreamCluster: text('upstream_cluster'),
    upstreamLocal: text('upstream_local_address'),
    downstreamLocal: text('downstream_local_address'),
    downstreamRemote: text('downstream_remote_address'),
    sni: text('requested_server_name'),
    route: text('route_name'),
  }
}
