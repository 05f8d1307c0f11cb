import { numberField, texts } from '@/lib/istio/analysis/resource'
import { type Fault, mistake, type Validation, warning } from '@/lib/istio/analysis/validation/fault'
import { field, type Json, listField, textField } from '@/lib/istio/json'
import { isHttp, isProtocol, isTls } from '@/lib/istio/port-protocol'

const PASSING = new Set(['PASSTHROUGH', 'AUTO_PASSTHROUGH'])
const OLD_TLS = new Set(['TLSV1_0', 'TLSV1_1'])
const CERTIFICATES = ['serverCertificate', 'privateKey', 'caCertificates', 'credentialName']

/** Warnings and mistakes in the TLS settings of a server. */
function* tlsFaults(tls: Json | undefined, path: string): Iterable<Fault> {
  if (tls === undefined) return
  const mode = textField(tls, 'mode') ?? 'PASSTHROUGH'
  const has = (key: string) => textField(tls, key) !== null
  const ciphers = texts(tls, 'cipherSuites')
  if (OLD_TLS.has(textField(tls, 'minProtocolVersion') ?? '') && ciphers.length === 0)
    yield warning(
      'TLS version below TLSV1_2 require setting compatible ciphers as by default they no longer include compatible ciphers.',
      `${path}.minProtocolVersion`,
    )
  const twice = [...new Set(ciphers.filter((one, i) => ciphers.indexOf(one) !== i))].sort()
  if (twice.length > 0) yield warning(`ignoring duplicate cipher suites: [${twice.join(' ')}]`, `${path}.cipherSuites`)
  if (PASSING.has(mode) && CERTIFICATES.some(has)) yield warning(`${mode} mode does not use certificates, they will be ignored`, path)
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return
  if (has('credentialName')) return
  if (!has('serverCertificate')) yield mistake(`${mode} TLS requires a server certificate`, path)
  if (!has('privateKey')) yield mistake(`${mode} TLS requires a private key`, path)
  if (mode === 'MUTUAL' && !has('caCertificates')) yield mistake('MUTUAL TLS requires a client CA bundle', path)
}

function* ofServer(server: Json, path: string): Iterable<Fault> {
  if (texts(server, 'hosts').length === 0) yield mistake('server config must contain at least one host', path)
  const port = field(server, 'port')
  const tls = field(server, 'tls')
  const protocol = textField(port, 'protocol') ?? ''
  if (port === undefined) yield mistake('port is required', path)
  yield* tlsFaults(tls, `${path}.tls`)
  if (port === undefined) return
  if (!isProtocol(protocol))
    return yield mistake(
      `invalid protocol ${JSON.stringify(protocol)}, supported protocols are HTTP, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP`,
      `${path}.port.protocol`,
    )
  if ((numberField(port, 'targetPort') ?? 0) > 0) yield mistake('targetPort has no impact on Gateways', `${path}.port.targetPort`)
  if (isTls(protocol) && tls === undefined) yield mistake('server must have TLS settings for HTTPS/TLS protocols', path)
  if (!isTls(protocol) && !isHttp(protocol) && tls !== undefined)
    yield mistake('server cannot have TLS settings for non HTTPS/TLS ports', `${path}.tls`)
  if (!isHttp(protocol) && field(tls, 'httpsRedirect') === true && protocol.toUpperCase() !== 'HTTPS')
    yield warning('tls.httpsRedirect should only be used with http servers', `${path}.tls.httpsRedirect`)
}

export const gateway: Validation = {
  kind: 'Gateway',
  *faults({ spec }) {
    const servers = listField(spec, 'servers')
    if (servers.length === 0) yield mistake('gateway must have at least one server', 'spec.servers')
    const names = new Set<string>()
    for (const [index, server] of servers.entries()) {
      const path = `spec.servers[${index}]`
      yield* ofServer(server, path)
      const name = textField(field(server, 'port'), 'name') ?? ''
      if (names.has(name)) yield mistake(`port names in servers must be unique: duplicate name ${name}`, `${path}.port.name`)
      names.add(name)
    }
  },
}
