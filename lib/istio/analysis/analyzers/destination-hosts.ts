import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { type Destination, destinationsOf } from '@/lib/istio/analysis/destinations'
import { type Finding, finding } from '@/lib/istio/analysis/finding'
import { at, fullName, numberField, type Resource, texts } from '@/lib/istio/analysis/resource'
import { ServiceHosts } from '@/lib/istio/analysis/service-hosts'
import { field, listField, textField } from '@/lib/istio/json'

function ofDestination(service: Resource, { destination, mirror, path }: Destination, hosts: ServiceHosts): Finding | null {
  const host = textField(destination, 'host') ?? ''
  const target = hosts.find(host, service.namespace, texts(service.spec, 'exportTo'))
  if (!target) {
    if (!hosts.couldSee(host, service.namespace)) return null
    return finding('IST0101', service, { type: mirror ? 'mirror host' : 'host', reference: host }, `${path}.host`)
  }
  const port = field(destination, 'port')
  if (port === undefined) return target.ports.length > 1 ? finding('IST0112', service, { host, ports: target.ports }, path) : null
  const number = numberField(port, 'number') ?? 0
  if (target.ports.includes(number)) return null
  return finding('IST0101', service, { type: 'host:port', reference: `${host}:${number}` }, `${path}.port.number`)
}

/** Destinations with a subset by host, of VirtualServices for that very host: what requests from outside that skip it do not get. */
function subsetRoutes(services: readonly Resource[]): Map<string, Resource[]> {
  const found = new Map<string, Resource[]>()
  for (const service of services) {
    const own = new Set(texts(service.spec, 'hosts'))
    for (const route of listField(service.spec, 'http').flatMap((rule) => listField(rule, 'route'))) {
      const host = textField(field(route, 'destination'), 'host') ?? ''
      if (textField(field(route, 'destination'), 'subset') === null || !own.has(host)) continue
      const known = found.get(host)
      if (known) known.push(service)
      else found.set(host, [service])
    }
  }
  return found
}

function* passedBy(service: Resource, subsets: ReadonlyMap<string, readonly Resource[]>): Iterable<Finding> {
  if (texts(service.spec, 'gateways').length === 0) return
  for (const [i, rule] of listField(service.spec, 'http').entries())
    for (const [j, route] of listField(rule, 'route').entries()) {
      if (textField(field(route, 'destination'), 'subset') !== null) continue
      for (const other of subsets.get(textField(at(route, 'destination'), 'host') ?? '') ?? [])
        yield finding(
          'IST0140',
          service,
          { other: fullName(other), virtualService: fullName(service) },
          `spec.http[${i}].route[${j}].destination`,
        )
    }
}

/** Destinations of VirtualServices that stand for no Service, no port, or more than one port. */
export const destinationHosts: Analyzer = {
  name: 'virtualservice.DestinationHostAnalyzer',
  codes: ['IST0101', 'IST0112', 'IST0140'],
  needs: ['ServiceEntry', 'VirtualService', 'Service'],
  *analyze(configuration) {
    const hosts = new ServiceHosts(configuration)
    const services = configuration.all('VirtualService')
    const subsets = subsetRoutes(services)
    for (const service of services) {
      for (const destination of destinationsOf(service)) {
        const found = ofDestination(service, destination, hosts)
        if (found) yield found
      }
      yield* passedBy(service, subsets)
    }
  },
}
