import type { Configuration } from '@/lib/istio/analysis/configuration'
import { numberField, type Resource, texts } from '@/lib/istio/analysis/resource'
import { type Fault, mistake, selectorFaults, type Validation, warning } from '@/lib/istio/analysis/validation/fault'
import { SINCE } from '@/lib/istio/analysis/version'
import { field, isObject, listField, textField } from '@/lib/istio/json'
import { isHttp, isProtocol, isTls } from '@/lib/istio/port-protocol'

const ALLOCATE = 'networking.istio.io/enable-autoallocate-ip'

/** Whether istiod gives the entry addresses of its own. Source: istio pilot/pkg/networking/serviceentry. */
function isAllocated({ spec, labels }: Resource, configuration: Configuration): boolean {
  if (!configuration.since(SINCE.addressesAllocated)) return false
  const told = labels.get(ALLOCATE)
  if (told !== undefined) return told.toLowerCase() === 'true'
  return (textField(spec, 'resolution') ?? 'NONE') !== 'NONE' && texts(spec, 'hosts').some((host) => !host.startsWith('*'))
}

function* ofPorts(entry: Resource, configuration: Configuration): Iterable<Fault> {
  const { spec } = entry
  const without = texts(spec, 'addresses').length === 0 && !isAllocated(entry, configuration)
  const condition = configuration.since(SINCE.destinationRuleTargets)
    ? 'IP Autoallocation is not enabled'
    : 'ISTIO_META_DNS_AUTO_ALLOCATE is not set on a proxy'
  const [names, numbers] = [new Set<string>(), new Set<number>()]
  for (const [index, port] of listField(spec, 'ports').entries()) {
    const path = `spec.ports[${index}]`
    const name = textField(port, 'name') ?? ''
    const number = numberField(port, 'number') ?? 0
    const protocol = textField(port, 'protocol') ?? ''
    if (names.has(name)) yield mistake(`service entry port name ${JSON.stringify(name)} already defined`, path)
    if (numbers.has(number)) yield mistake(`service entry port ${number} already defined`, path)
    names.add(name)
    numbers.add(number)
    if (without && (protocol === '' || protocol === 'TCP'))
      yield warning(`addresses are required for ports serving TCP (or unset) protocol when ${condition}`, `${path}.protocol`)
    if (protocol !== '' && !isProtocol(protocol)) yield mistake(`unsupported protocol: ${protocol}`, `${path}.protocol`)
  }
}

function* ofResolution({ spec }: Resource): Iterable<Fault> {
  const resolution = textField(spec, 'resolution') ?? 'NONE'
  const hosts = texts(spec, 'hosts')
  const addresses = texts(spec, 'addresses')
  const protocols = listField(spec, 'ports').map((port) => textField(port, 'protocol') ?? '')
  if (resolution === 'NONE') {
    if (listField(spec, 'endpoints').length > 0) yield mistake('no endpoints should be provided for resolution type none', 'spec.endpoints')
    if (isObject(field(spec, 'workloadSelector')))
      yield warning('workloadSelector should not be set when resolution mode is NONE', 'spec.workloadSelector')
    return
  }
  if (addresses.some((one) => one.includes('/')) && resolution !== 'STATIC')
    yield mistake('CIDR addresses are allowed only for NONE/STATIC resolution types', 'spec.addresses')
  if (hosts.length < 2) return
  if (resolution.startsWith('DNS') && addresses.length > 0 && protocols.some((one) => one.toUpperCase() === 'TCP'))
    yield warning('service entry can not have more than one host specified simultaneously with address and tcp port', 'spec.hosts')
  if (protocols.some((one) => !isHttp(one) && !isTls(one)))
    yield mistake('multiple hosts provided with non-HTTP, non-TLS ports', 'spec.hosts')
}

export const serviceEntry: Validation = {
  kind: 'ServiceEntry',
  *faults(entry, configuration) {
    const { spec } = entry
    yield* selectorFaults(spec, 'workloadSelector', 'service entry')
    if (field(spec, 'workloadSelector') !== undefined && field(spec, 'endpoints') !== undefined)
      yield mistake('only one of WorkloadSelector or Endpoints is allowed in Service Entry', 'spec.endpoints')
    const hosts = texts(spec, 'hosts')
    if (hosts.length === 0) yield mistake('service entry must have at least one host', 'spec.hosts')
    if (hosts.includes('*')) yield mistake('invalid host *', 'spec.hosts')
    yield* ofPorts(entry, configuration)
    yield* ofResolution(entry)
  },
}
