import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { type Finding, finding } from '@/lib/istio/analysis/finding'
import { inMesh, templateOf } from '@/lib/istio/analysis/mesh-membership'
import { at, fullName, numberField, type Resource, textMap } from '@/lib/istio/analysis/resource'
import { type Labels, matches } from '@/lib/istio/analysis/selector'
import { field, listField, textField } from '@/lib/istio/json'

/** Gateways of the mesh that istiod deploys by itself. */
const MANAGED = 'gateway.istio.io/managed'
const WAYPOINT = 'istio.io-mesh-controller'

interface Port {
  service: string
  number: number
  protocol: string
  target: string
}

function portsOf(service: Resource): Port[] {
  return listField(service.spec, 'ports').flatMap((port) => {
    const number = numberField(port, 'port')
    const target = field(port, 'targetPort')
    return number === null
      ? []
      : {
          service: fullName(service),
          number,
          protocol: textField(port, 'protocol') ?? 'TCP',
          target: target === undefined || target === null || target === 0 || target === '' ? String(number) : String(target),
        }
  })
}

const texts = (values: Iterable<string>) => [...values].sort()

function* ofPorts(deployment: Resource, ports: readonly Port[]): Iterable<Finding> {
  const { name } = deployment
  for (const [port, same] of Map.groupBy(ports, (one) => one.number))
    if (new Set(same.map(({ protocol }) => protocol)).size > 1)
      yield finding('IST0116', deployment, { deployment: name, port, services: texts(same.map(({ service }) => service)) })
  for (const [targetPort, same] of Map.groupBy(ports, (one) => one.target)) {
    // Of the Services of one port the last counts, as in istioctl.
    const services = new Map(same.map((one) => [one.number, one.service]))
    if (services.size < 2) continue
    const numbers = [...services.keys()].sort((a, b) => a - b)
    yield finding('IST0137', deployment, { deployment: name, services: texts(services.values()), targetPort, ports: numbers })
  }
}

/** Services by one label of their selector, with their namespace: a Deployment is asked about those of its own labels only. */
function bySelector(services: readonly Resource[]): Map<string, { service: Resource; selector: Labels }[]> {
  const found = new Map<string, { service: Resource; selector: Labels }[]>()
  for (const service of services) {
    const selector = textMap(field(service.spec, 'selector'))
    const [first] = selector
    if (first === undefined) continue
    const key = `${service.namespace} ${first.join('=')}`
    const known = found.get(key)
    if (known) known.push({ service, selector })
    else found.set(key, [{ service, selector }])
  }
  return found
}

/** Services that select one Deployment's pods and contradict each other: one port for two protocols, one target port under two ports. */
export const deploymentServices: Analyzer = {
  name: 'deployment.MultiServiceAnalyzer',
  codes: ['IST0116', 'IST0137'],
  needs: ['Service', 'Deployment', 'Namespace'],
  *analyze(configuration) {
    const services = bySelector(configuration.all('Service'))
    for (const deployment of configuration.all('Deployment')) {
      const template = templateOf(deployment)
      const labels = textMap(at(template, 'metadata', 'labels'))
      const annotations = textMap(at(template, 'metadata', 'annotations'))
      const { namespace } = deployment
      if (deployment.labels.get(MANAGED) === WAYPOINT) continue
      if (!inMesh(field(template, 'spec'), { labels, annotations, namespace }, configuration)) continue
      const selecting = [...labels]
        .flatMap((label) => services.get(`${namespace} ${label.join('=')}`) ?? [])
        .filter(({ selector }) => matches(selector, labels))
      yield* ofPorts(
        deployment,
        selecting.flatMap(({ service }) => portsOf(service)),
      )
    }
  },
}
