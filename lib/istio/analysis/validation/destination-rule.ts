import { at, numberField } from '@/lib/istio/analysis/resource'
import { type Fault, mistake, selectorFaults, type Validation, warning } from '@/lib/istio/analysis/validation/fault'
import { field, isObject, type Json, listField, textField } from '@/lib/istio/json'

const FIELDS = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls', 'portLevelSettings', 'tunnel', 'proxyProtocol']

/** Of settings for one port istiod drops the warnings: `warns` is false there. */
function* ofOutliers(outliers: Json | undefined, path: string, warns: boolean): Iterable<Fault> {
  if (warns && (numberField(outliers, 'consecutiveErrors') ?? 0) !== 0)
    yield warning(
      'outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors instead',
      `${path}.consecutiveErrors`,
    )
  if (field(outliers, 'splitExternalLocalOriginErrors') !== true && (numberField(outliers, 'consecutiveLocalOriginFailures') ?? 0) > 0)
    yield mistake(
      'outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false',
      path,
    )
}

function* ofTls(tls: Json | undefined, path: string): Iterable<Fault> {
  const mode = textField(tls, 'mode')
  const has = (key: string) => textField(tls, key) !== null
  if ((mode === 'SIMPLE' || mode === 'MUTUAL') && has('credentialName')) {
    if (has('clientCertificate') || has('caCertificates') || has('privateKey'))
      yield mistake('cannot specify client certificates or CA certificate If credentialName is set', path)
  } else if (mode === 'MUTUAL') {
    if (!has('clientCertificate')) yield mistake('client certificate required for mutual tls', path)
    if (!has('privateKey')) yield mistake('private key required for mutual tls', path)
  }
}

function* ofPolicy(policy: Json | undefined, path: string): Iterable<Fault> {
  if (policy === undefined) return
  if (FIELDS.every((key) => field(policy, key) === undefined)) return yield mistake('traffic policy must have at least one field', path)
  yield* ofOutliers(field(policy, 'outlierDetection'), `${path}.outlierDetection`, true)
  const pool = field(policy, 'connectionPool')
  if (isObject(pool) && field(pool, 'http') === undefined && field(pool, 'tcp') === undefined)
    yield mistake('connection pool must have at least one field', `${path}.connectionPool`)
  yield* ofTls(field(policy, 'tls'), `${path}.tls`)
  for (const [index, setting] of listField(policy, 'portLevelSettings').entries()) {
    const own = `${path}.portLevelSettings[${index}]`
    if (field(setting, 'port') === undefined) yield mistake('portTrafficPolicy must have valid port', own)
    yield* ofOutliers(field(setting, 'outlierDetection'), `${own}.outlierDetection`, false)
    yield* ofTls(field(setting, 'tls'), `${own}.tls`)
  }
}

export const destinationRule: Validation = {
  kind: 'DestinationRule',
  *faults({ spec }) {
    if (textField(spec, 'host') === null) yield mistake('empty domain name not allowed', 'spec.host')
    yield* ofPolicy(at(spec, 'trafficPolicy'), 'spec.trafficPolicy')
    const names = new Set<string>()
    for (const [index, subset] of listField(spec, 'subsets').entries()) {
      const name = textField(subset, 'name') ?? ''
      if (name === '') yield mistake('subset name cannot be empty', `spec.subsets[${index}].name`)
      if (names.has(name)) yield mistake(`duplicate subset names: ${name}`, `spec.subsets[${index}].name`)
      names.add(name)
      yield* ofPolicy(field(subset, 'trafficPolicy'), `spec.subsets[${index}].trafficPolicy`)
    }
    yield* selectorFaults(spec, 'workloadSelector', null)
  },
}
