import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { parseJsonText } from '@/lib/envoy/parse/json-text'
import { MAX_ADMIN_CHARS } from '@/lib/envoy/parse/limits'
import type { EnvoyProblem } from '@/lib/envoy/parse/problem'

/** One certificate that Envoy has loaded. Times are RFC 3339; the serial number is hexadecimal without leading zeros, as istioctl prints it. */
export interface LoadedCertificate {
  role: 'chain' | 'ca'
  path: string
  serial: string
  uris: string[]
  dnsNames: string[]
  notBefore: string | null
  notAfter: string | null
  daysLeft: number | null
  pointer: string
}

export interface LoadedCertificates {
  certificates: LoadedCertificate[]
  problems: readonly EnvoyProblem[]
}

function readLoaded(node: JsonNode, role: LoadedCertificate['role']): LoadedCertificate {
  const names = node.get('subject_alt_names').items()
  return {
    role,
    path: node.get('path').text() ?? '',
    serial: (node.get('serial_number').text() ?? '').replace(/^0+(?=.)/, ''),
    uris: names.flatMap((name) => name.get('uri').text() ?? []),
    dnsNames: names.flatMap((name) => name.get('dns').text() ?? []),
    notBefore: node.get('valid_from').text(),
    notAfter: node.get('expiration_time').text(),
    daysLeft: node.get('days_until_expiration').number(),
    pointer: node.pointer,
  }
}

/** Parses `/certs` (envoy.admin.v3.Certificates). Never throws. */
export function parseCerts(text: string): LoadedCertificates {
  const problems: EnvoyProblem[] = []
  const root = parseJsonText(text, MAX_ADMIN_CHARS, problems)
  const certificates = root
    .get('certificates')
    .items()
    .flatMap((entry) => [
      ...entry
        .get('cert_chain')
        .items()
        .map((node) => readLoaded(node, 'chain')),
      ...entry
        .get('ca_cert')
        .items()
        .map((node) => readLoaded(node, 'ca')),
    ])
  return { certificates, problems }
}
