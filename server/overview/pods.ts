import type { OverviewRow } from '@/lib/api/overview'
import { isProxyContainer, runningContainers } from '@/lib/kubernetes/pods'
import { clusterIp } from '@/lib/kubernetes/services'
import type { Mesh } from '@/lib/mesh/model'
import type { Asker } from '@/server/overview/outside'
import { ask, shownOf, wayOf } from '@/server/overview/way'

/** Pods and, for each, ports of Services: the overview shows examples of ways out, the question bar asks any. */
const MAX_PODS = 6
const MAX_TARGETS = 6

/** Ways out of pods with a sidecar: to the Services of namespaces that have such pods, and to the hosts of ServiceEntries. */
export async function waysOut(mesh: Mesh, at: number, walk: Asker): Promise<OverviewRow[]> {
  const pods = mesh.pods.filter((pod) => {
    const containers = runningContainers(pod)
    return containers.some(isProxyContainer) && containers.some((each) => !isProxyContainer(each))
  })
  const namespaces = new Set(pods.map((pod) => pod.metadata.namespace))
  const services = mesh.services.filter((service) => namespaces.has(service.metadata.namespace) && clusterIp(service) !== null)
  const targets = [
    ...services.flatMap(({ metadata, spec }) =>
      (spec.ports ?? []).map(({ port }) => ({
        host: `${metadata.name}.${metadata.namespace}`,
        port,
        note: `${clusterIp({ metadata, spec })}:${port}`,
      })),
    ),
    ...mesh.serviceEntries.flatMap(({ metadata, spec }) =>
      (spec.hosts ?? []).filter((host) => !host.includes('*')).map((host) => ({ host, port: 80, note: metadata.name })),
    ),
  ].slice(0, MAX_TARGETS)
  const rows: OverviewRow[] = []
  for (const pod of pods.slice(0, MAX_PODS)) {
    const netns = `${pod.metadata.namespace}.${pod.metadata.name}`
    for (const { host, port, note } of targets) {
      const question = ask({ from: netns, url: `http://${host}${port === 80 ? '' : `:${port}`}/`, host: null, at })
      const found = await walk(question)
      if (!found) return rows
      const routed = found.steps.find((step) => step.kind === 'route')
      rows.push({
        id: `${netns} ${host}:${port}`,
        group: netns,
        side: 'pod',
        entry: { title: pod.metadata.name, note: pod.metadata.namespace, kind: 'pod' },
        host: { title: host, note, kind: 'host' },
        route: routed ? { title: '/', note: routed.facts?.match ?? routed.route ?? '', kind: 'route' } : null,
        ...shownOf(found),
        ways: [wayOf(null, question, found)],
      })
    }
  }
  return rows
}
