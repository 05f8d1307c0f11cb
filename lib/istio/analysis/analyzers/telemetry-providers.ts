import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { at, texts } from '@/lib/istio/analysis/resource'
import { field, isObject, listField } from '@/lib/istio/json'

/** Telemetries that name no provider where there is no default one. */
export const telemetryProviders: Analyzer = {
  name: 'telemetry.ProviderAnalyzer',
  codes: ['IST0157'],
  needs: ['Telemetry'],
  *analyze(configuration) {
    const { meshConfig } = configuration
    // Without the mesh's configuration it is not known whether there is a default.
    if (!isObject(meshConfig)) return
    const hasDefault = texts(at(meshConfig, 'defaultProviders'), 'accessLogging').length > 0
    for (const telemetry of configuration.all('Telemetry')) {
      const { name, namespace, spec } = telemetry
      for (const [index, logging] of listField(spec, 'accessLogging').entries())
        if (!hasDefault && listField(logging, 'providers').length === 0 && field(logging, 'disabled') !== true)
          yield finding('IST0157', telemetry, { name, namespace }, `spec.accessLogging[${index}]`)
    }
  },
}
