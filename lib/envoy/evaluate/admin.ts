import { isWildcardIp, readAddress } from '@/lib/envoy/config/address'
import type { EnvoyState } from '@/lib/envoy/evaluate/state'
import { answered, event, unknownEnd } from '@/lib/envoy/evaluate/tree'
import type { Downstream, EnvoyTree, SocketAddress } from '@/lib/envoy/model'
import type { ConfigDump } from '@/lib/envoy/parse/config-dump'

/** The admin interface's read-only paths. */
const READ_ONLY: ReadonlySet<string> = new Set([
  '/',
  '/certs',
  '/clusters',
  '/config_dump',
  '/contention',
  '/help',
  '/hot_restart_version',
  '/init_dump',
  '/listeners',
  '/memory',
  '/ready',
  '/runtime',
  '/server_info',
  '/stats',
  '/stats/prometheus',
  '/stats/recentlookups',
])

/** Whether a local socket is the admin interface's, by the bootstrap. */
export function isAdminSocket(dump: ConfigDump, local: SocketAddress): boolean {
  const address = readAddress(dump.bootstrap().at('admin', 'address'))
  return address.kind === 'socket' && address.port === local.port && (isWildcardIp(address.ip) || address.ip === local.ip)
}

/** The admin interface's answer: 200 on the paths that only read, 404 on those it does not have. */
export function answerAdmin(state: EnvoyState, downstream: Downstream): EnvoyTree {
  const { pointer } = state.dump.bootstrap().at('admin', 'address')
  const entered = event({
    kind: 'listener',
    listener: 'admin',
    pointer,
    facts: { address: `${downstream.local.ip}:${downstream.local.port}` },
  })
  const { request } = downstream
  if (request === null || downstream.tls !== null) return unknownEnd('The admin interface answers only plain HTTP.', [entered])
  const path = request.path.split('?', 1)[0] ?? ''
  if (READ_ONLY.has(path) && (request.method === 'GET' || request.method === 'HEAD'))
    return answered(200, '-', 'The admin interface answers.', [entered])
  if (request.method === 'GET') return answered(404, '-', 'The admin interface has no such path, or wants POST.', [entered])
  return unknownEnd('What the admin interface answers to this is not modelled.', [entered])
}
