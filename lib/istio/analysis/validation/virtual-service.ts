import { hostsMeet } from '@/lib/istio/analysis/hosts'
import { at, numberField, texts } from '@/lib/istio/analysis/resource'
import { type Fault, mistake, type Validation, warning } from '@/lib/istio/analysis/validation/fault'
import { field, type Json, listField, textField } from '@/lib/istio/json'

const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/
const LARGE_BODY = 100 * 1024
const LARGEST_BODY = 1024 * 1024

/** Gateways by the name they had before namespaces: NAME.NAMESPACE. istiod looks no further than the first without a namespace. */
function* ofGateways(gateways: readonly string[], path: string): Iterable<Fault> {
  const old = gateways.find((name) => !name.includes('/'))
  if (old === undefined || !old.includes('.')) return
  const [name, namespace] = old.split('.')
  const now = JSON.stringify(`${namespace}/${name}`)
  yield warning(`using legacy gatewayName format ${JSON.stringify(old)}; prefer the <namespace>/<name> format: ${now}`, path)
}

function* ofHttp(rule: Json, path: string): Iterable<Fault> {
  const has = (key: string) => field(rule, key) !== undefined
  const routes = listField(rule, 'route').length > 0
  if (has('redirect')) {
    if (routes) yield mistake('HTTP route cannot contain both route and redirect', path)
    if (has('fault')) yield mistake('HTTP route cannot contain both fault and redirect', path)
    if (has('rewrite')) yield mistake('HTTP route rule cannot contain both rewrite and redirect', path)
  } else if (has('directResponse')) {
    if (routes) yield mistake('HTTP route cannot contain both route and direct_response', path)
  } else if (!routes && !has('delegate')) yield mistake('HTTP route, redirect or direct_response is required', path)
  if (has('mirror') && listField(rule, 'mirrors').length > 0) yield mistake('HTTP route cannot contain both mirror and mirrors', path)
  if (has('mirrorPercent'))
    yield warning('using deprecated setting "mirrorPercent", use "mirrorPercentage" instead', `${path}.mirrorPercent`)
  const abort = at(rule, 'fault', 'abort')
  if (abort !== undefined && ['httpStatus', 'grpcStatus', 'http2Error'].every((key) => field(abort, key) === undefined))
    yield warning('abort configured, but error type not set', `${path}.fault.abort`)
  const size = textField(at(rule, 'directResponse', 'body'), 'string')?.length ?? 0
  if (size > LARGEST_BODY)
    yield mistake('large direct_responses may impact control plane performance, must be less than 1MB', `${path}.directResponse.body`)
  else if (size > LARGE_BODY) yield warning('large direct_responses may impact control plane performance', `${path}.directResponse.body`)
  for (const [index, match] of listField(rule, 'match').entries())
    yield* ofGateways(texts(match, 'gateways'), `${path}.match[${index}].gateways`)
}

function* ofSni(match: Json, path: string): Iterable<Fault> {
  for (const [index, host] of texts(match, 'sniHosts').entries())
    if (IPV4.test(host))
      yield warning(
        `using an IP address (${JSON.stringify(host)}) goes against SNI spec and most clients do not support this`,
        `${path}.sniHosts[${index}]`,
      )
}

/** VirtualServices by themselves; rules that are never met are looked for in unreachable-rules.ts. */
export const virtualService: Validation = {
  kind: 'VirtualService',
  *faults({ spec }) {
    const hosts = texts(spec, 'hosts')
    yield* ofGateways(texts(spec, 'gateways'), 'spec.gateways')
    for (const [i, host] of hosts.entries())
      for (const other of hosts.slice(i + 1))
        if (hostsMeet(host, other)) yield mistake(`duplicate hosts in virtual service: ${host} & ${other}`, 'spec.hosts')
    const [http, tls, tcp] = ['http', 'tls', 'tcp'].map((key) => listField(spec, key)) as [Json[], Json[], Json[]]
    if (http.length + tls.length + tcp.length === 0) yield mistake('http, tcp or tls must be provided in virtual service', 'spec')
    for (const [index, rule] of http.entries()) yield* ofHttp(rule, `spec.http[${index}]`)
    for (const [protocol, rules] of [
      ['tls', tls],
      ['tcp', tcp],
    ] as const)
      for (const [index, rule] of rules.entries()) {
        const path = `spec.${protocol}[${index}]`
        if (listField(rule, 'route').length === 0) yield mistake(`${protocol.toUpperCase()} route is required`, path)
        for (const [j, match] of listField(rule, 'match').entries()) {
          yield* ofSni(match, `${path}.match[${j}]`)
          yield* ofGateways(texts(match, 'gateways'), `${path}.match[${j}].gateways`)
        }
        for (const [j, route] of listField(rule, 'route').entries()) {
          const weight = numberField(route, 'weight') ?? 0
          if (weight < 0 || weight > 100) yield mistake(`percentage ${weight} is not in range 0..100`, `${path}.route[${j}].weight`)
        }
      }
  },
}
