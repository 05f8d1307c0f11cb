import type { Configuration } from '@/lib/istio/analysis/configuration'
import { fullHost, serviceOfHost } from '@/lib/istio/analysis/hosts'
import { at, numberField, type Resource, textMap, texts } from '@/lib/istio/analysis/resource'
import type { Labels } from '@/lib/istio/analysis/selector'
import { listField } from '@/lib/istio/json'

const EXPORT_TO = 'networking.istio.io/exportTo'
const EVERYWHERE = '*'

/** What a host stands for: the ports that it is asked at, and the labels of its pods where those are selected. */
export interface HostTarget {
  ports: number[]
  workloads: Labels
}

/** Namespaces to which something is exported; `.` is its own, nothing is all. */
function scopes(exportTo: readonly string[], namespace: string): string[] {
  return exportTo.length === 0 ? [EVERYWHERE] : exportTo.map((one) => (one === '.' ? namespace : one))
}

const portsOf = ({ spec }: Resource, key: 'port' | 'number') => listField(spec, 'ports').map((port) => numberField(port, key) ?? 0)

/** The hosts of Services and ServiceEntries by who may ask for them. Source: istio pkg/config/analysis/analyzers/util/service_lookup.go. */
export class ServiceHosts {
  private readonly known = new Map<string, HostTarget>()
  private readonly wide: { scope: string; suffix: string; target: HostTarget }[] = []

  constructor(private readonly configuration: Configuration) {
    for (const entry of configuration.all('ServiceEntry')) {
      const target = { ports: portsOf(entry, 'number'), workloads: textMap(at(entry.spec, 'workloadSelector', 'labels')) }
      for (const host of texts(entry.spec, 'hosts'))
        for (const scope of scopes(texts(entry.spec, 'exportTo'), entry.namespace)) this.add(scope, fullHost(host, entry.namespace), target)
    }
    for (const service of configuration.all('Service')) {
      const target = { ports: portsOf(service, 'port'), workloads: new Map() }
      const exported = service.annotations.get(EXPORT_TO)
      const host = fullHost(service.name, service.namespace)
      for (const scope of scopes(exported ? exported.split(',') : [], service.namespace)) this.add(scope, host, target)
    }
  }

  private add(scope: string, host: string, target: HostTarget): void {
    this.known.set(`${scope}/${host}`, target)
    if (host.startsWith('*')) this.wide.push({ scope, suffix: host.slice(1), target })
  }

  /** What a host stands for in a namespace; null: nothing. `exportTo`: of the object that names it. */
  find(host: string, namespace: string, exportTo: readonly string[]): HostTarget | null {
    const full = fullHost(host, namespace)
    const asked = exportTo.length === 0 ? [namespace] : scopes(exportTo, namespace)
    for (const scope of [EVERYWHERE, ...asked]) {
      const found = this.known.get(`${scope}/${full}`)
      if (found) return found
    }
    const bare = host.startsWith('*') ? host.slice(1) : host
    return this.wide.find(({ scope, suffix }) => (scope === EVERYWHERE || scope === namespace) && bare.endsWith(suffix))?.target ?? null
  }

  /** Whether who asks could see it if there were something with this host. */
  couldSee(host: string, namespace: string): boolean {
    const service = serviceOfHost(fullHost(host, namespace))
    const { sees } = this.configuration
    return sees('ServiceEntry', null) && (service === null || sees('Service', service.namespace))
  }
}
