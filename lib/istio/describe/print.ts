import type {
  Description,
  ExposureFacts,
  PeerAuthenticationFacts,
  PodFacts,
  PodWarning,
  ServiceFacts,
  ServicePortFacts,
} from '@/lib/istio/describe/facts'
import { printDestinationRule, printVirtualService } from '@/lib/istio/describe/print-rules'
import { type Naming, namer, staleLine } from '@/lib/istio/describe/print-text'

const LINE = '--------------------'
const REQUIREMENTS = 'https://istio.io/docs/setup/kubernetes/additional-setup/requirements/'
const RESERVED_UID = 'WARNING: User ID (UID) 1337 is reserved for the sidecar proxy.'

/** The istioctl that is asked. */
export interface Istioctl {
  /** That of the kubeconfig's context: its objects are named without it. */
  namespace: string
  /** `1.23`, which the links to Istio's documentation have; null: not known. */
  version: string | null
}

/** What istioctl prints, and how it ends where it could not go on. */
export interface PrintedDescription {
  text: string
  /** What it could not read, null where it came to its end. */
  error: string | null
}

/**
 * A description as `istioctl experimental describe pod` prints it, of facts found by `istioctlLookup`.
 */
export function printDescription(description: Description, istioctl: Istioctl): PrintedDescription {
  const name = namer(istioctl.namespace)
  const { pod, services, peerAuthentication, ingress } = description
  const head = [...printPod(pod, name, istioctl.version), LINE]
  if (!services)
    return { text: text(head), error: `failed to execute command on sidecar: config_dump of ${pod.name}.${pod.namespace} was not observed` }
  const middle = [
    ...head,
    ...services.flatMap((service, index) => [...(index > 0 ? [LINE] : []), ...printService(service, pod, name)]),
    LINE,
    ...printPeerAuthentication(peerAuthentication),
  ]
  if (ingress.pods.length === 0) return { text: text([...middle, 'Skipping Gateway information (no ingress gateway pods)']), error: null }
  return {
    text:
      text([...middle, ...(ingress.service ? [] : ['Skipping Gateway information (no ingress gateway service)'])]) +
      ingress.exposures.map((exposure) => printExposure(exposure, name)).join(''),
    error:
      ingress.unread &&
      `failed to execute command on ingress gateway sidecar: config_dump of ${ingress.unread.name}.${ingress.unread.namespace} was not observed`,
  }
}

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

function printPod(pod: PodFacts, name: Naming, version: string | null): string[] {
  const docs = `https://istio.io/${version === null ? 'latest' : `v${version}`}/docs/ops/deployment/requirements/`
  const ports = pod.ports.map(({ port, protocol, container }) => `${port}${protocol === 'TCP' ? '' : `/${protocol}`} (${container})`)
  const isFirst = ({ code }: PodWarning) => code === 'containerUid'
  return [
    ...pod.warnings.filter(isFirst).map(() => RESERVED_UID),
    `Pod: ${name(pod)}`,
    `   Pod Revision: ${pod.revision}`,
    ports.length > 0 ? `   Pod Ports: ${ports.join(', ')}` : '   Pod does not expose ports',
    ...pod.warnings.filter((warning) => !isFirst(warning)).map((warning) => printWarning(warning, name(pod), docs)),
  ]
}

function printWarning(warning: PodWarning, pod: string, docs: string): string {
  switch (warning.code) {
    case 'containerUid':
      return RESERVED_UID
    case 'podUid':
      return `   ${RESERVED_UID}`
    case 'notRunning':
      return `   Pod is not Running (${warning.phase})`
    case 'notReady':
      return `WARNING: Pod ${pod} ${warning.init ? 'Init ' : ''}Container ${warning.container} NOT READY`
    case 'notMeshed':
      return `WARNING: ${pod} is not part of mesh; no Istio sidecar`
    case 'noServiceName':
      return `Suggestion: add required service name label for Istio telemetry. See ${docs}.`
    case 'noServiceRevision':
      return `Suggestion: add required service revision label for Istio telemetry. See ${docs}.`
    case 'noService':
      return `Warning: No Kubernetes Services select pod ${pod} (see ${REQUIREMENTS} )`
  }
}

function printService(service: ServiceFacts, pod: PodFacts, name: Naming): string[] {
  const several = service.ports.length > 1
  return [
    `Service: ${name(service)}`,
    // Istio does not do UDP.
    ...service.ports.filter(({ transport }) => transport === 'TCP').map((port) => printPort(port, pod)),
    ...service.ports.flatMap((port) => [
      ...(several ? [`${port.port}:`] : []),
      ...printRules(port, several ? 3 : 0, name),
      ...(port.rbac.length > 0 ? [`${several ? `${port.port} ` : ''}RBAC policies: ${port.rbac.join(', ')}`] : []),
    ]),
  ]
}

function printPort({ name, port, protocol, target }: ServicePortFacts, pod: PodFacts): string {
  if (target === null) return `   no suitable port for manifest: ${pod.uid ?? ''}`
  return `   Port: ${name} ${port}/${protocol} targets pod port ${target}`
}

function printRules({ destinationRule, virtualServices }: ServicePortFacts, base: number, name: Naming): string[] {
  return [
    ...(destinationRule === null
      ? []
      : destinationRule.facts
        ? printDestinationRule(destinationRule.facts, base, name)
        : [staleLine('destination rule', destinationRule)]),
    ...virtualServices.flatMap((referred) =>
      referred.facts ? printVirtualService(referred.facts, base, name) : [staleLine('virtual service', referred)],
    ),
  ]
}

function printPeerAuthentication({ mode, ports, applied }: PeerAuthenticationFacts): string[] {
  return [
    'Effective PeerAuthentication:',
    `   Workload mTLS mode: ${mode}`,
    ...(ports.length > 0 ? ['   Port Level mTLS mode:', ...ports.map((one) => `      ${one.port}: ${one.mode}`)] : []),
    ...(applied.length > 0
      ? ['Applied PeerAuthentication:', `   ${applied.map(({ name, namespace }) => `${name}.${namespace}`).join(', ')}`]
      : []),
  ]
}

function printExposure(exposure: ExposureFacts, name: Naming): string {
  // istioctl forgets the end of this line.
  if (exposure.kind === 'everyWorkload') return `Ingress Gateway ${exposure.namespace}/${exposure.name} be applyed all workloads`
  if (exposure.kind === 'missing') return text([staleLine(exposure.of, exposure)])
  return text([
    LINE,
    ...exposure.urls.map((url) => `Exposed on Ingress Gateway ${url}`),
    ...printVirtualService(exposure.virtualService, 0, name),
  ])
}
