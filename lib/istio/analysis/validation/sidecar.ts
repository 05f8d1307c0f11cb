import { numberField, texts } from '@/lib/istio/analysis/resource'
import { type Fault, mistake, selectorFaults, type Validation, warning } from '@/lib/istio/analysis/validation/fault'
import { field, type Json, listField, textField } from '@/lib/istio/json'
import { isHttp } from '@/lib/istio/port-protocol'

/** Hosts of one egress listener that say what another one says. */
function* ofHosts(hosts: readonly string[], namespace: string, path: string): Iterable<Fault> {
  const known = new Map<string, Set<string>>()
  for (const text of hosts) {
    const slash = text.indexOf('/')
    if (slash < 0) continue
    const scope = text.slice(0, slash) === '.' ? namespace : text.slice(0, slash)
    const host = text.slice(slash + 1)
    const those = known.get(scope) ?? new Set<string>()
    known.set(scope, those)
    if (host === '*' ? those.size > 0 : those.has(host) || those.has('*')) yield warning(`duplicated egress host: ${text}`, path)
    those.add(host)
  }
  if (known.get('*')?.has('*') && known.size > 1) yield warning('`*/*` host select all resources, no other hosts can be added', path)
}

function* ofIngress(listener: Json, path: string): Iterable<Fault> {
  const port = field(listener, 'port')
  if (port === undefined) return yield mistake('sidecar: port is required for ingress listeners', path)
  const protocol = textField(port, 'protocol') ?? ''
  if (field(field(listener, 'connectionPool'), 'http') !== undefined && !isHttp(protocol))
    yield warning(
      `sidecar: HTTP connection pool settings are configured for port ${numberField(port, 'number') ?? 0} (${JSON.stringify(textField(port, 'name') ?? '')}) but its protocol is not HTTP (${protocol}); only TCP settings will apply`,
      `${path}.connectionPool.http`,
    )
}

export const sidecar: Validation = {
  kind: 'Sidecar',
  *faults({ spec, namespace }) {
    yield* selectorFaults(spec, 'workloadSelector', 'sidecar')
    const [ingress, egress] = [listField(spec, 'ingress'), listField(spec, 'egress')]
    const others = ['outboundTrafficPolicy', 'inboundConnectionPool']
    if (ingress.length + egress.length === 0 && others.every((key) => field(spec, key) === undefined))
      return yield mistake('sidecar: empty configuration provided')
    for (const [index, listener] of ingress.entries()) yield* ofIngress(listener, `spec.ingress[${index}]`)
    for (const [index, listener] of egress.entries()) {
      const path = `spec.egress[${index}]`
      const hosts = texts(listener, 'hosts')
      if (field(listener, 'port') === undefined && index < egress.length - 1)
        yield mistake('sidecar: the egress listener with empty port should be the last listener in the list', path)
      if (hosts.length === 0) yield mistake('sidecar: egress listener must contain at least one host', path)
      yield* ofHosts(hosts, namespace, `${path}.hosts`)
    }
  },
}
