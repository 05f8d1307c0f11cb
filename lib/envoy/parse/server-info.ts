import { parseJsonText } from '@/lib/envoy/parse/json-text'
import { MAX_ADMIN_CHARS } from '@/lib/envoy/parse/limits'
import type { EnvoyProblem } from '@/lib/envoy/parse/problem'

/** What `/server_info` says of a proxy; `version` is the number alone ("1.36.4"), uptime in seconds. */
export interface ServerInfo {
  version: string | null
  build: string | null
  state: string | null
  uptimeSeconds: number | null
  nodeId: string | null
  nodeCluster: string | null
  istioVersion: string | null
  concurrency: number | null
  problems: readonly EnvoyProblem[]
}

/** Parses `/server_info` (envoy.admin.v3.ServerInfo). Never throws. */
export function parseServerInfo(text: string): ServerInfo {
  const problems: EnvoyProblem[] = []
  const root = parseJsonText(text, MAX_ADMIN_CHARS, problems)
  const build = root.get('version').text()
  const uptime = root.get('uptime_current_epoch').milliseconds()
  return {
    version: build === null ? null : (build.split('/')[1] ?? build),
    build,
    state: root.get('state').text() ?? (root.exists ? 'LIVE' : null),
    uptimeSeconds: uptime === null ? null : uptime / 1000,
    nodeId: root.at('node', 'id').text(),
    nodeCluster: root.at('node', 'cluster').text(),
    istioVersion: root.at('node', 'metadata', 'ISTIO_VERSION').text(),
    concurrency: root.at('command_line_options', 'concurrency').number(),
    problems,
  }
}
