import { at, texts } from '@/lib/istio/analysis/resource'
import { type Fault, mistake, selectorFaults, type Validation, warning } from '@/lib/istio/analysis/validation/fault'
import { field, isObject, type Json, listField, textField } from '@/lib/istio/json'

const OF_CONNECTIONS = ['principals', 'namespaces', 'ipBlocks', 'remoteIpBlocks', 'serviceAccounts']
const not = (key: string) => `not${key.charAt(0).toUpperCase()}${key.slice(1)}`
const SOURCES = OF_CONNECTIONS.flatMap((key) => [key, not(key)])
const PORTS = ['ports', 'notPorts']

const hasAny = (value: Json | undefined, keys: readonly string[]): boolean => keys.some((key) => field(value, key) !== undefined)

/** A rule that refuses by what only HTTP has: connections that are not HTTP meet it whatever they are. */
function deniesTcp(rule: Json): boolean {
  const sources = listField(rule, 'from').flatMap((from) => at(from, 'source') ?? [])
  const operations = listField(rule, 'to').flatMap((to) => at(to, 'operation') ?? [])
  if (operations.length > 0) return !operations.some((one) => hasAny(one, PORTS))
  return sources.length > 0 && !sources.some((one) => hasAny(one, SOURCES))
}

const ALL_TCP =
  'configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port'

export const authorizationPolicy: Validation = {
  kind: 'AuthorizationPolicy',
  *faults({ spec, name, namespace }) {
    // Mistakes of a policy stand in one sentence that names it.
    const wrong = (why: string, path: string | null): Fault => mistake(`invalid policy ${name}.${namespace}: ${why}`, path)
    yield* selectorFaults(spec, 'selector', null)
    const action = textField(spec, 'action') ?? 'ALLOW'
    if (action === 'DENY' && field(spec, 'rules') === undefined)
      yield wrong(
        'DENY action without `rules` is meaningless as it will never be triggered, add an empty rule `{}` if you want it be triggered for every request',
        'spec.rules',
      )
    if (field(spec, 'provider') !== undefined && action !== 'CUSTOM')
      yield wrong(`\`provider\` must not be with non CUSTOM action, found ${action}`, 'spec.provider')
    for (const [index, rule] of listField(spec, 'rules').entries())
      if (action === 'DENY' && deniesTcp(rule)) yield warning(ALL_TCP, `spec.rules[${index}]`)
  },
}

export const peerAuthentication: Validation = {
  kind: 'PeerAuthentication',
  *faults({ spec }) {
    yield* selectorFaults(spec, 'selector', null)
    const ports = field(spec, 'portLevelMtls')
    const selected = isObject(at(spec, 'selector', 'matchLabels')) && Object.keys(at(spec, 'selector', 'matchLabels') ?? {}).length > 0
    if (isObject(ports) && Object.keys(ports).length > 0 && !selected)
      yield mistake('mesh/namespace peer authentication cannot have port level mTLS', 'spec.portLevelMtls')
  },
}

export const requestAuthentication: Validation = {
  kind: 'RequestAuthentication',
  *faults({ spec }) {
    yield* selectorFaults(spec, 'selector', null)
    for (const [index, rule] of listField(spec, 'jwtRules').entries()) {
      if (textField(rule, 'issuer') === null && textField(rule, 'jwksUri') === null)
        yield mistake('issuer or jwksUri must be non-empty string', `spec.jwtRules[${index}]`)
      if (texts(rule, 'audiences').includes('')) yield mistake('audience must be non-empty string', `spec.jwtRules[${index}].audiences`)
    }
  },
}

export const telemetry: Validation = {
  kind: 'Telemetry',
  *faults({ spec }) {
    yield* selectorFaults(spec, 'selector', null)
    const tracing = listField(spec, 'tracing')
    if (tracing.length > 1) yield warning('multiple tracing is not currently supported', 'spec.tracing')
    for (const [index, one] of tracing.entries())
      if (listField(one, 'providers').length > 1)
        yield warning('multiple providers is not currently supported', `spec.tracing[${index}].providers`)
  },
}

export const wasmPlugin: Validation = {
  kind: 'WasmPlugin',
  *faults({ spec }) {
    yield* selectorFaults(spec, 'selector', null)
    if (textField(spec, 'url') === null) yield mistake('url field needs to be set', 'spec.url')
  },
}

export const proxyConfig: Validation = {
  kind: 'ProxyConfig',
  faults: ({ spec }) => selectorFaults(spec, 'selector', null),
}

export const workloadEntry: Validation = {
  kind: 'WorkloadEntry',
  *faults({ spec }) {
    const network = textField(spec, 'network')
    if (textField(spec, 'address') !== null) return
    if (network === null) yield mistake('address is required', 'spec.address')
    else yield warning(`address is unset with network ${JSON.stringify(network)}`, 'spec.address')
  },
}

export const workloadGroup: Validation = {
  kind: 'WorkloadGroup',
  *faults({ spec }) {
    if (field(spec, 'template') === undefined) yield mistake('template is required', 'spec.template')
  },
}
