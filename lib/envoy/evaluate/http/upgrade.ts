import type { FilterConfig } from '@/lib/envoy/config/filter-chain'
import type { HttpManager } from '@/lib/envoy/config/http-manager'
import type { Selection } from '@/lib/envoy/evaluate/http/select-route'
import type { HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** Envoy takes this one as if it had not been asked for, with its settings. */
const IGNORED = 'h2c'

function upgradeHeader({ headers }: HttpRequest): string | null {
  const wanted = headers.get('upgrade')?.toLowerCase()
  const tokens = (headers.get('connection') ?? '').toLowerCase().split(',')
  return wanted === undefined || wanted === IGNORED || !tokens.some((token) => token.trim() === 'upgrade') ? null : wanted
}

/** What the request asks to become, in lower case: "connect", "websocket"…; null: it stays HTTP. */
export function upgradeOf(request: HttpRequest): string | null {
  return upgradeHeader(request) ?? (request.method === 'CONNECT' ? 'connect' : null)
}

/** The request as the connection manager reads it: CONNECT has no path, and an upgrade that is none loses its header. */
export function readUpgrade(request: HttpRequest): HttpRequest {
  const read = request.method === 'CONNECT' ? { ...request, path: '' } : request
  if (!request.headers.has('upgrade') || upgradeHeader(request) !== null) return read
  const headers = new Map(request.headers)
  headers.delete('upgrade')
  if (request.headers.get('upgrade')?.toLowerCase() === IGNORED) headers.delete('http2-settings')
  return { ...read, headers }
}

function configured(level: JsonNode, type: string): JsonNode | undefined {
  return level
    .get('upgrade_configs')
    .items()
    .find((item) => item.get('upgrade_type').text()?.toLowerCase() === type)
}

/**
 * The HTTP filters of a request that asks for an upgrade; null: neither the route nor the connection manager allows it. Source: Envoy's
 * HttpConnectionManagerConfig::createUpgradeFilterChain.
 */
export function upgradeFilters(manager: HttpManager, { route }: Selection, type: string): readonly FilterConfig[] | null {
  const byRoute = route?.action === 'forward' ? configured(route.actionNode, type)?.get('enabled').flag(true) : undefined
  const own = manager.upgrades.find((one) => one.type === type)
  if (byRoute === false || (byRoute === undefined && own?.enabled !== true)) return null
  return own?.filters ?? manager.filters
}

/** Whether the route ends the tunnel of a request here (connect_config), so that what is inside goes to the cluster as bare TCP. */
export function endsTunnel(action: JsonNode, { method }: HttpRequest): boolean {
  const config = configured(action, 'connect')?.get('connect_config')
  if (config?.exists !== true) return false
  return method === 'CONNECT' || (method === 'POST' && config.get('allow_post').flag())
}
