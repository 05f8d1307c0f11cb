import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { isControlPlane, isSystemNamespace } from '@/lib/istio/analysis/mesh-membership'
import { numberField } from '@/lib/istio/analysis/resource'
import { field, listField, textField } from '@/lib/istio/json'
import { convertedProtocol, UNSUPPORTED } from '@/lib/istio/port-protocol'

/** Services' ports whose name does not say their protocol. */
export const portNames: Analyzer = {
  name: 'service.PortNameAnalyzer',
  codes: ['IST0118', 'IST0150'],
  needs: ['Service'],
  *analyze(configuration) {
    for (const service of configuration.all('Service')) {
      if (isSystemNamespace(service.namespace) || isControlPlane(service)) continue
      const external = textField(service.spec, 'type') === 'ExternalName'
      for (const [index, port] of listField(service.spec, 'ports').entries()) {
        const number = numberField(port, 'port') ?? 0
        const portName = textField(port, 'name') ?? ''
        const said = { port: number, name: portName, protocol: textField(port, 'protocol'), appProtocol: textField(port, 'appProtocol') }
        if (convertedProtocol(said) !== UNSUPPORTED && !(external && portName === 'tcp')) continue
        const path = `spec.ports[${index}].name`
        if (external) yield finding('IST0150', service, {}, path)
        // An unset target is Go's zero; the API server sets it to the port.
        else yield finding('IST0118', service, { portName, port: number, targetPort: String(field(port, 'targetPort') ?? 0) }, path)
      }
    }
  },
}
