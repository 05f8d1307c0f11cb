import { isProxyContainer, type Pod, runningContainers } from '@/lib/kubernetes/pods'
import { clusterIp, type Service } from '@/lib/kubernetes/services'
import type { Mesh } from '@/lib/mesh/model'
import { backendsOf } from '@/lib/mesh/overview/endpoints'
import { backendNote, noteOf } from '@/lib/mesh/overview/notes'
import { type PlannedRow, plainQuestion } from '@/lib/mesh/overview/plan'

/** Workloads and Services of each that are shown: enough to find one's way, the question bar has the rest. */
const MAX_SENDERS = 4
const MAX_SERVICES = 4

/** Kubernetes keeps this prefix for its own namespaces. */
const RESERVED = 'kube-'

/** istiod's container: its namespace holds the mesh's own pods, whose requests nobody asks about first. */
const isControlPlane = (pod: Pod): boolean => pod.spec.containers.some((one) => one.name === 'discovery')

/** Ways out: from one pod of each workload that has an app, those with a sidecar first, to the Services of its namespace and to a name outside. */
export function waysOut(mesh: Mesh): PlannedRow[] {
  const workloads = new Map<string, Pod>()
  const control = new Set(mesh.pods.filter(isControlPlane).map((pod) => pod.metadata.namespace))
  for (const pod of mesh.pods) {
    if (pod.spec.hostNetwork || pod.metadata.deletionTimestamp || !runningContainers(pod).some((one) => !isProxyContainer(one))) continue
    if (control.has(pod.metadata.namespace) || pod.metadata.namespace.startsWith(RESERVED)) continue
    if (!mesh.netns(`${pod.metadata.namespace}.${pod.metadata.name}`)) continue
    const labels = pod.metadata.labels ?? {}
    const workload = `${pod.metadata.namespace}/${labels.app ?? labels['app.kubernetes.io/name'] ?? pod.metadata.name}`
    if (!workloads.has(workload)) workloads.set(workload, pod)
  }
  const netnsOf = (pod: Pod) => `${pod.metadata.namespace}.${pod.metadata.name}`
  const senders = [...workloads.values()].sort((a, b) => Number(hasSidecar(mesh, b, netnsOf(b))) - Number(hasSidecar(mesh, a, netnsOf(a))))
  return senders.slice(0, MAX_SENDERS).flatMap((pod) => rowsFrom(mesh, pod, netnsOf(pod)))
}

/** Seen, or only said by the pod. */
const hasSidecar = (mesh: Mesh, pod: Pod, netns: string): boolean =>
  mesh.proxyIn(netns) !== null || runningContainers(pod).some(isProxyContainer)

function rowsFrom(mesh: Mesh, pod: Pod, netns: string): PlannedRow[] {
  const entry = { kind: 'pod' as const, title: pod.metadata.name, ...noteOf(hasSidecar(mesh, pod, netns) ? 'sidecar' : 'no-sidecar') }
  const services = mesh.services.filter(
    (service) => service.metadata.namespace === pod.metadata.namespace && service.spec.selector && clusterIp(service),
  )
  const rows = services.slice(0, MAX_SERVICES).flatMap((service) => serviceRow(mesh, netns, entry, service))
  const inside = new Set(mesh.services.map(clusterIp))
  const outside = mesh.facts.answers.find(
    (answer) => answer.from === netns && answer.ip !== null && !answer.name.includes('.svc') && !inside.has(answer.ip),
  )
  if (!outside) return rows
  return [
    ...rows,
    {
      id: `${netns} outside`,
      group: netns,
      side: 'pod',
      entry,
      host: { kind: 'host', title: outside.name, note: outside.ip ?? '' },
      route: null,
      destination: { kind: 'outside', title: outside.name, note: '' },
      ways: [{ node: null, question: plainQuestion(netns, `http://${outside.name}/`, mesh.at) }],
    },
  ]
}

function serviceRow(mesh: Mesh, netns: string, entry: PlannedRow['entry'], service: Service): PlannedRow[] {
  const port = service.spec.ports?.find((one) => (one.protocol ?? 'TCP') === 'TCP')
  if (!port) return []
  const { name, namespace } = service.metadata
  return [
    {
      id: `${netns} ${namespace}/${name}`,
      group: netns,
      side: 'pod',
      entry,
      host: { kind: 'host', title: name, note: `${clusterIp(service)}:${port.port}` },
      route: null,
      destination: { kind: 'pod', title: `${name}.${namespace}:${port.port}`, ...backendNote(backendsOf(mesh, service, port)) },
      ways: [{ node: null, question: plainQuestion(netns, `http://${name}:${port.port}/`, mesh.at) }],
    },
  ]
}
