import type { HttpManager } from '@/lib/envoy/config/http-manager'
import { inRange, ipBytes, isLoopback } from '@/lib/envoy/config/ip-range'
import type { HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

const XFF = 'x-forwarded-for'
const PROTO = 'x-forwarded-proto'
const INTERNAL = 'x-envoy-internal'
/** Headers by which a client would steer this proxy: taken from any that is not internal. Source: Envoy's cleanInternalHeaders. */
const FROM_INTERNAL = [
  'retriable-status-codes',
  'retriable-header-names',
  'retry-on',
  'retry-grpc-on',
  'max-retries',
  'upstream-alt-stat-name',
  'upstream-rq-timeout-ms',
  'upstream-rq-per-try-timeout-ms',
  'upstream-rq-timeout-alt-response',
  'expected-rq-timeout-ms',
  'force-trace',
  'ip-tags',
  'original-url',
  'hedge-on-per-try-timeout',
].map((name) => `x-envoy-${name}`)
/** At the mesh's edge these too. */
const FROM_EDGE = ['x-envoy-decorator-operation', 'x-envoy-downstream-service-cluster', 'x-envoy-downstream-service-node']

const PRIVATE = [
  { prefix: '10.0.0.0', length: 8 },
  { prefix: '172.16.0.0', length: 12 },
  { prefix: '192.168.0.0', length: 16 },
  { prefix: 'fd00::', length: 8 },
]
/** Since this version no address is internal unless internal_address_config says so (Envoy's explicit_internal_address_config). */
const EXPLICIT_SINCE = [1, 33] as const

function trustsPrivate(bootstrap: JsonNode): boolean {
  const version = bootstrap.at('node', 'user_agent_build_version', 'version')
  const [major, minor] = [version.get('major_number').number(), version.get('minor_number').number() ?? 0]
  return major !== null && (major < EXPLICIT_SINCE[0] || (major === EXPLICIT_SINCE[0] && minor < EXPLICIT_SINCE[1]))
}

function isInternal(manager: HttpManager, ip: string, bootstrap: JsonNode): boolean {
  if (manager.internalRanges !== null) return manager.internalRanges.some((range) => inRange(ip, range))
  return trustsPrivate(bootstrap) && (isLoopback(ip) || PRIVATE.some((range) => inRange(ip, range)))
}

function address(text: string | undefined): string | null {
  return text !== undefined && ipBytes(text) !== null ? text : null
}

/**
 * The client's address and the request as it goes on: with use_remote_address the peer counts and is appended to
 * X-Forwarded-For, without it the header's last address does (Envoy's ConnectionManagerUtility::mutateRequestHeaders).
 */
export function clientAddress(
  manager: HttpManager,
  request: HttpRequest,
  peer: string,
  bootstrap: JsonNode,
): { remoteIp: string; request: HttpRequest } {
  const list = (request.headers.get(XFF) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const { useRemoteAddress: edge, trustedHops } = manager
  const found = edge ? (trustedHops > 0 ? list.at(-trustedHops) : undefined) : list.at(-1 - trustedHops)
  const remoteIp = address(found) ?? peer
  const single = edge ? list.length === 0 : list.length === 1
  const headers = new Map(request.headers)
  if (edge && !manager.skipXffAppend) headers.set(XFF, [...list, peer].join(','))
  if (!headers.has(PROTO) || (edge && trustedHops === 0)) headers.set(PROTO, request.scheme)
  const internal = single && isInternal(manager, remoteIp, bootstrap)
  if (internal) headers.set(INTERNAL, 'true')
  else if (edge) headers.delete(INTERNAL)
  if (!internal) for (const name of edge ? [...FROM_EDGE, ...FROM_INTERNAL] : FROM_INTERNAL) headers.delete(name)
  return { remoteIp, request: { ...request, headers } }
}
