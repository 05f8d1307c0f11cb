import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { fullHost } from '@/lib/istio/analysis/hosts'
import { fullName, type Resource, texts } from '@/lib/istio/analysis/resource'

/** Where a VirtualService's hosts hold: `*` or namespaces. */
function scopes({ spec, namespace }: Resource): Set<string> {
  const exportTo = texts(spec, 'exportTo')
  if (exportTo.length === 0 || exportTo.includes('*')) return new Set(['*'])
  return new Set(exportTo.map((one) => (one === '.' ? namespace : one)))
}

/** VirtualServices for the same host within the mesh: sidecars take the rules of one of them. */
export const meshHosts: Analyzer = {
  name: 'virtualservice.ConflictingMeshGatewayHostsAnalyzer',
  codes: ['IST0109'],
  needs: ['VirtualService'],
  *analyze(configuration) {
    const byHost = new Map<string, Resource[]>()
    for (const service of configuration.all('VirtualService')) {
      const gateways = texts(service.spec, 'gateways')
      if (gateways.length > 0 && !gateways.includes('mesh')) continue
      for (const scope of scopes(service))
        for (const host of texts(service.spec, 'hosts')) {
          const key = `${scope}/${fullHost(host, service.namespace)}`
          const known = byHost.get(key)
          if (known) known.push(service)
          else byHost.set(key, [service])
        }
    }
    for (const [host, services] of byHost) {
      if (services.length < 2) continue
      const virtualServices = services.map(fullName).join(',')
      for (const service of services) yield finding('IST0109', service, { virtualServices, host }, 'spec.hosts')
    }
  },
}
