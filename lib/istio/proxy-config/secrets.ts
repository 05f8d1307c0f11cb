import { readPem, readPemBytes } from '@/lib/envoy/certificate/pem'
import { field, type Json, listField, textField } from '@/lib/istio/json'

/** One secret, as `istioctl proxy-config secret` prints it: what its certificate says, never a key. */
export interface SecretRow {
  name: string
  /** By the certificate itself: one that may sign others is a CA's, also in a server's chain. */
  type: 'Cert Chain' | 'CA'
  status: 'ACTIVE' | 'WARMING'
  /** Whether the moment lies between notBefore and notAfter. */
  valid: boolean
  serial: string
  /** RFC 3339. */
  notAfter: string | null
  notBefore: string | null
  uris: string[]
  pointer: string
}

const LISTS = [
  ['dynamic_active_secrets', 'ACTIVE'],
  ['dynamic_warming_secrets', 'WARMING'],
] as const

/** The secrets of a config_dump whose certificates can be read. `now`: ms since 1970, for their validity. */
export function secretRows(dump: Json, now: number): SecretRow[] {
  return listField(dump, 'configs').flatMap((section, index) =>
    LISTS.flatMap(([list, status]) =>
      listField(section, list).flatMap((item, at) => rowOf(item, status, `/configs/${index}/${list}/${at}`, now)),
    ),
  )
}

function rowOf(item: Json, status: SecretRow['status'], pointer: string, now: number): SecretRow[] {
  const secret = field(item, 'secret')
  const chain = field(field(secret, 'tls_certificate'), 'certificate_chain')
  const ca = field(field(secret, 'validation_context'), 'trusted_ca')
  const source = chain ?? ca
  const bytes = textField(source, 'inline_bytes')
  const text = textField(source, 'inline_string')
  const [certificate] = bytes !== null ? readPemBytes(bytes) : text !== null ? readPem(text) : []
  if (!certificate) return []
  const { serial, notAfter, notBefore, uris, ca: signs } = certificate
  return [
    {
      name: textField(item, 'name') ?? textField(secret, 'name') ?? '',
      type: signs ? 'CA' : 'Cert Chain',
      status,
      valid: Date.parse(notBefore ?? '') <= now && now <= Date.parse(notAfter ?? ''),
      serial,
      notAfter,
      notBefore,
      uris,
      pointer,
    },
  ]
}
