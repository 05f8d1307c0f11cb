import type { PeerAuthenticationFacts } from '@/lib/istio/describe/facts'
import type { PeerAuthentication } from '@/lib/istio/describe/objects'
import { selects } from '@/lib/kubernetes/istio-objects'

const isSet = (mtls: { mode?: string | null } | null | undefined): mtls is { mode: string } =>
  typeof mtls?.mode === 'string' && mtls.mode !== 'UNSET'

/**
 * Whether a workload takes plain text, mutual TLS or both, as istiod puts it together: mesh, namespace, workload, each over the one
 * before where it says something; of two of the same width the older. `applied`: all whose selectors fit, as istioctl lists them.
 */
export function peerAuthenticationFacts(
  all: readonly PeerAuthentication[],
  workload: { namespace: string; labels: Readonly<Record<string, string>> },
  rootNamespace: string,
): PeerAuthenticationFacts {
  // A workload in the root namespace has its policies listed twice, as istioctl does.
  const applied = [rootNamespace, workload.namespace].flatMap((namespace) =>
    all.filter(({ metadata, spec }) => metadata.namespace === namespace && selects(spec?.selector?.matchLabels, workload.labels)),
  )
  const isWide = ({ spec }: PeerAuthentication) => Object.keys(spec?.selector?.matchLabels ?? {}).length === 0
  const isRoot = ({ metadata }: PeerAuthentication) => metadata.namespace === rootNamespace
  const mesh = oldest(applied.filter((one) => isWide(one) && isRoot(one)))
  const namespace = oldest(applied.filter((one) => isWide(one) && !isRoot(one)))
  const own = oldest(applied.filter((one) => !isWide(one) && !isRoot(one)))
  const mode = [own, namespace, mesh].map((one) => one?.spec?.mtls).find(isSet)?.mode ?? 'PERMISSIVE'
  return {
    mode,
    ports: Object.entries(own?.spec?.portLevelMtls ?? {}).map(([port, mtls]) => ({
      port: Number(port),
      mode: isSet(mtls) ? mtls.mode : mode,
    })),
    applied: applied.map(({ metadata }) => ({ name: metadata.name, namespace: metadata.namespace })),
  }
}

/** The first made; of several made in the same second the first. */
function oldest(all: readonly PeerAuthentication[]): PeerAuthentication | null {
  const made = ({ metadata }: PeerAuthentication) => Date.parse(metadata.creationTimestamp ?? '') || 0
  return all.reduce<PeerAuthentication | null>((first, one) => (first && made(first) <= made(one) ? first : one), null)
}
