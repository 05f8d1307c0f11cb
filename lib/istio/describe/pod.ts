import type { PodFacts, PodWarning } from '@/lib/istio/describe/facts'
import type { Pod } from '@/lib/istio/describe/objects'
import { field, readJson } from '@/lib/istio/json'
import { PROXY_UID } from '@/lib/istio/proxy-defaults'
import { PROXY_CONTAINER } from '@/lib/kubernetes/pods'

const OWN_CONTAINERS = new Set([PROXY_CONTAINER, 'istio-operator'])

/** Labels that give telemetry its canonical service and revision, in the order in which Istio looks for them. */
const NAME_LABELS = ['service.istio.io/canonical-name', 'app.kubernetes.io/name', 'app']
const REVISION_LABELS = ['service.istio.io/canonical-revision', 'app.kubernetes.io/version', 'version']

/** Ports, revision and warnings of a pod, by https://istio.io/latest/docs/ops/deployment/application-requirements/. */
export function podFacts({ metadata, spec, status }: Pod, selected: boolean): PodFacts {
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    uid: metadata.uid ?? null,
    revision: revisionOf(metadata.annotations ?? {}),
    ports: spec.containers.flatMap((container) =>
      (container.ports ?? []).map(({ containerPort, protocol }) => ({
        port: containerPort,
        protocol: protocol ?? 'TCP',
        container: container.name,
      })),
    ),
    warnings: [
      ...spec.containers
        .filter(({ name, securityContext }) => !OWN_CONTAINERS.has(name) && securityContext?.runAsUser === PROXY_UID)
        .map(({ name }) => ({ code: 'containerUid' as const, container: name })),
      ...stateWarnings({ metadata, spec, status }),
      ...(selected ? [] : [{ code: 'noService' as const }]),
    ],
  }
}

/** istioctl looks no further once a pod does not run or has no sidecar. */
function stateWarnings({ metadata, spec, status }: Pod): PodWarning[] {
  if (status?.phase !== 'Running') return [{ code: 'notRunning', phase: status?.phase ?? '' }]
  const unready = (statuses: NonNullable<Pod['status']>['containerStatuses'], init: boolean): PodWarning[] =>
    (statuses ?? []).filter(({ ready }) => !ready).map(({ name }) => ({ code: 'notReady', container: name, init }))
  const warnings = [...unready(status.containerStatuses, false), ...unready(status.initContainerStatuses, true)]
  if (![...spec.containers, ...(spec.initContainers ?? [])].some(({ name }) => name === PROXY_CONTAINER))
    return [...warnings, { code: 'notMeshed' }]
  if (spec.securityContext?.runAsUser === PROXY_UID)
    warnings.push({ code: 'podUid', harmless: spec.containers.every(({ name }) => name === PROXY_CONTAINER) })
  const has = (names: readonly string[]) => names.some((name) => Object.hasOwn(metadata.labels ?? {}, name))
  if (!has(NAME_LABELS)) warnings.push({ code: 'noServiceName' })
  if (!has(REVISION_LABELS)) warnings.push({ code: 'noServiceRevision' })
  return warnings
}

/** The control plane's revision that injected the sidecar: the annotation, else what the injector wrote down. */
function revisionOf(annotations: Readonly<Record<string, string>>): string {
  const named = Object.hasOwn(annotations, 'istio.io/rev') ? annotations['istio.io/rev'] : undefined
  if (named !== undefined) return named
  const key = 'sidecar.istio.io/status'
  const written = Object.hasOwn(annotations, key) ? annotations[key] : undefined
  const revision = written === undefined ? undefined : field(readJson(written, key).value, 'revision')
  return typeof revision === 'string' ? revision : ''
}
