import type { HttpManager } from '@/lib/envoy/config/http-manager'
import { ipBytes } from '@/lib/envoy/config/ip-range'
import type { HttpRequest } from '@/lib/envoy/model'

const XFF = 'x-forwarded-for'

/**
 * The client's address and the request as it goes on: with use_remote_address the peer counts and is appended to
 * X-Forwarded-For, without it the header's last address does (Envoy's ConnectionManagerUtility::mutateRequestHeaders).
 */
export function clientAddress(manager: HttpManager, request: HttpRequest, remoteIp: string): { remoteIp: string; request: HttpRequest } {
  const list = (request.headers.get(XFF) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  if (!manager.useRemoteAddress) {
    const last = list.at(-1 - manager.trustedHops)
    return { remoteIp: last !== undefined && ipBytes(last) !== null ? last : remoteIp, request }
  }
  const trusted = manager.trustedHops > 0 ? list.at(-manager.trustedHops) : undefined
  const headers = new Map(request.headers)
  if (!manager.skipXffAppend) headers.set(XFF, [...list, remoteIp].join(','))
  headers.set('x-forwarded-proto', request.scheme)
  return { remoteIp: trusted !== undefined && ipBytes(trusted) !== null ? trusted : remoteIp, request: { ...request, headers } }
}
