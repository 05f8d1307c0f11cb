import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import type { Configuration } from '@/lib/istio/analysis/configuration'
import type { UnreadKind } from '@/lib/istio/analysis/kinds'
import { templateOf } from '@/lib/istio/analysis/mesh-membership'
import { at } from '@/lib/istio/analysis/resource'
import { field, listField, textField } from '@/lib/istio/json'
import type { ObjectKind } from '@/lib/kubernetes/object-lists'

/** A code that may hold or not, and the kind of objects that says: they were not read. `about`: how many objects it would be about. */
export interface Undecided {
  code: string
  kind: ObjectKind | UnreadKind
  about: number
}

/** Gateways with a certificate in a Secret: whether it is there, and good, only the Secret says. */
const credentials = (configuration: Configuration): number =>
  configuration
    .all('Gateway')
    .filter(({ spec }) => listField(spec, 'servers').some((server) => textField(field(server, 'tls'), 'credentialName') !== null)).length

/** Deployments whose proxy the injector puts in: whether a webhook does, only the webhooks say. */
const autoImages = (configuration: Configuration): number =>
  configuration
    .all('Deployment')
    .filter((one) => listField(at(templateOf(one), 'spec'), 'containers').some((container) => textField(container, 'image') === 'auto'))
    .length

/** What istioctl also looks at and what is never read here: Secrets hold keys, the others nothing else needs. */
const NEVER_READ: readonly { code: string; kind: UnreadKind; about: (configuration: Configuration) => number }[] = [
  { code: 'IST0101', kind: 'Secret', about: credentials },
  { code: 'IST0161', kind: 'Secret', about: credentials },
  { code: 'IST0139', kind: 'MutatingWebhookConfiguration', about: () => 0 },
  { code: 'IST0146', kind: 'MutatingWebhookConfiguration', about: autoImages },
  { code: 'IST0148', kind: 'ConfigMap', about: () => 0 },
  { code: 'IST0158', kind: 'ConfigMap', about: () => 0 },
]

/** What could not be said, and for want of which objects. */
export function undecidedIn(configuration: Configuration, analyzers: readonly Analyzer[]): Undecided[] {
  const never = NEVER_READ.map(({ code, kind, about }) => ({ code, kind, about: about(configuration) }))
  const missing = analyzers.flatMap(({ codes, needs }) => {
    const kind = needs.find((one) => !configuration.observed(one))
    return kind === undefined ? [] : codes.map((code) => ({ code, kind, about: 0 }))
  })
  const all = [...missing, ...never]
  return all.filter((one, index) => all.findIndex((other) => other.code === one.code && other.kind === one.kind) === index)
}
