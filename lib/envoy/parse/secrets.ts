import { readPem, readPemBytes } from '@/lib/envoy/certificate/pem'
import type { CertificateFacts } from '@/lib/envoy/certificate/x509'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** A secret as far as it may be known: no key, only what its certificates say. */
export interface SecretFacts {
  name: string
  kind: 'certificate' | 'ca' | 'session ticket keys' | 'generic' | 'unknown'
  state: 'active' | 'warming' | 'static'
  /** When Envoy took it, RFC 3339; null when the dump does not say. */
  lastUpdated: string | null
  version: string | null
  certificates: CertificateFacts[]
  pointer: string
}

const LISTS = [
  ['static_secrets', 'static'],
  ['dynamic_active_secrets', 'active'],
  ['dynamic_warming_secrets', 'warming'],
] as const

function certificatesOf(source: JsonNode): CertificateFacts[] {
  const bytes = source.get('inline_bytes').text()
  if (bytes !== null) return readPemBytes(bytes)
  const text = source.get('inline_string').text()
  return text === null ? [] : readPem(text)
}

function readSecret(entry: JsonNode, state: SecretFacts['state']): SecretFacts {
  const secret = entry.get('secret')
  const certificate = secret.get('tls_certificate')
  const ca = secret.get('validation_context')
  const kind = certificate.exists
    ? 'certificate'
    : ca.exists
      ? 'ca'
      : secret.has('session_ticket_keys')
        ? 'session ticket keys'
        : secret.has('generic_secret')
          ? 'generic'
          : 'unknown'
  return {
    name: entry.get('name').text() ?? secret.get('name').text() ?? '',
    kind,
    state,
    lastUpdated: entry.get('last_updated').text(),
    version: entry.get('version_info').text(),
    certificates: certificate.exists ? certificatesOf(certificate.get('certificate_chain')) : certificatesOf(ca.get('trusted_ca')),
    pointer: entry.pointer,
  }
}

/** The secrets of one SecretsConfigDump section. */
export function readSecrets(section: JsonNode): SecretFacts[] {
  return LISTS.flatMap(([list, state]) =>
    section
      .get(list)
      .items()
      .map((entry) => readSecret(entry, state)),
  )
}
