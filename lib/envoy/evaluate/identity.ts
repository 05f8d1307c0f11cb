import type { CertificateNames } from '@/lib/envoy/evaluate/peer-names'
import type { EnvoyState } from '@/lib/envoy/evaluate/state'

function spiffe(uris: Iterable<string>): string | null {
  for (const uri of uris) if (uri.startsWith('spiffe://')) return uri
  return null
}

/**
 * The SPIFFE identity that a proxy shows with the certificate of this SDS name: from the dump's secrets, else from
 * `/certs`, else from the node metadata that istiod gave it; null when none says.
 */
export function proxyIdentity(state: EnvoyState, certificate: string | null): string | null {
  const secret = state.dump.secrets().find((one) => one.kind === 'certificate' && (certificate === null || one.name === certificate))
  const fromSecret = spiffe(secret?.certificates.flatMap((one) => one.uris) ?? [])
  if (fromSecret !== null || (secret !== undefined && secret.certificates.length > 0)) return fromSecret
  const chain = state.certs?.certificates.filter((one) => one.role === 'chain') ?? []
  const fromCerts = spiffe(chain.flatMap((one) => one.uris))
  if (fromCerts !== null) return fromCerts
  return accountIdentity(state)
}

/** The identity of the service account that istiod's node metadata names; null: it names none. */
function accountIdentity(state: EnvoyState): string | null {
  const metadata = state.dump.bootstrap().at('node', 'metadata')
  const account = metadata.key('SERVICE_ACCOUNT').text()
  const namespace = metadata.key('NAMESPACE').text()
  const domain = metadata.key('MESH_ID').text() ?? 'cluster.local'
  return account === null || namespace === null ? null : `spiffe://${domain}/ns/${namespace}/sa/${account}`
}

/** The SDS name under which Istio's agent gives a proxy its workload's certificate. */
const WORKLOAD_CERTIFICATE = 'default'

/** All else names other identities: the certificate is of another moment, or names were changed in an export, and a certificate's bytes can't be. */
function isDenied({ uris }: CertificateNames, identities: readonly (string | null)[]): boolean {
  const told = identities.filter((identity) => identity !== null)
  return told.length > 0 && uris.length > 0 && !uris.some((uri) => told.includes(uri))
}

/**
 * The names in the one certificate that a listener shows: from the dump's secrets, and of the workload's own certificate also from
 * where `proxyIdentity` finds them; null: not known, or there are several.
 */
export function shownNames(state: EnvoyState, certificates: readonly string[]): CertificateNames | null {
  const [name, second] = certificates
  if (name === undefined || second !== undefined) return null
  const leaf = state.dump.secrets().find((one) => one.kind === 'certificate' && one.name === name)?.certificates[0]
  const chain = state.certs?.certificates.filter((one) => one.role === 'chain') ?? []
  if (leaf !== undefined)
    return name === WORKLOAD_CERTIFICATE && isDenied(leaf, [...chain.flatMap(({ uris }) => uris), accountIdentity(state)]) ? null : leaf
  if (name !== WORKLOAD_CERTIFICATE) return null
  const [only, other] = chain
  if (only !== undefined && other === undefined) return only
  const identity = proxyIdentity(state, name)
  return identity === null ? null : { uris: [identity], dnsNames: [] }
}
