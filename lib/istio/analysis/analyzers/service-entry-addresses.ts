import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { at, texts } from '@/lib/istio/analysis/resource'
import { SINCE } from '@/lib/istio/analysis/version'
import { field, listField, textField } from '@/lib/istio/json'

/** Ports of ServiceEntries that are told apart by their address only, where there is none. */
export const serviceEntryAddresses: Analyzer = {
  name: 'serviceentry.Analyzer',
  codes: ['IST0134'],
  needs: ['ServiceEntry'],
  *analyze(configuration) {
    const metadata = at(configuration.meshConfig, 'defaultConfig', 'proxyMetadata')
    const isOn = (name: string) => textField(metadata, name) === 'true'
    const allocates = ['ISTIO_META_DNS_AUTO_ALLOCATE', 'PILOT_ENABLE_IP_AUTOALLOCATE'].some(isOn)
    if (isOn('ISTIO_META_DNS_CAPTURE') && allocates) return
    const anyCase = configuration.since(SINCE.addressesAllocated)
    for (const entry of configuration.all('ServiceEntry')) {
      const given = texts(entry.spec, 'addresses').length > 0 || listField(entry.status, 'addresses').length > 0
      if (given || field(entry.spec, 'addresses') !== undefined) continue
      for (const [index, port] of listField(entry.spec, 'ports').entries()) {
        const protocol = textField(port, 'protocol') ?? ''
        if (protocol === '' || (anyCase ? protocol.toUpperCase() : protocol) === 'TCP')
          yield finding('IST0134', entry, {}, `spec.ports[${index}].protocol`)
      }
    }
  },
}
