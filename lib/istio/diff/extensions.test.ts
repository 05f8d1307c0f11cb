import { expect, it } from 'vitest'
import { changedBetween } from '@/lib/istio/diff/compare'
import { extensionSection } from '@/lib/istio/diff/extensions'

const WASM = 'type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm'
const EXTENSION = 'type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig'
const RBAC = 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBAC'

const sent = (priority: string, more: object[] = []) => ({
  configs: [
    {
      '@type': 'x.EcdsConfigDump',
      ecdsFilters: [
        {
          ecdsFilter: {
            '@type': WASM,
            config: {
              name: 'a.plugin',
              configuration: priority,
              vmConfig: {
                runtime: 'v8',
                code: { remote: { uri: 'oci://x' } },
                environmentVariables: { keyValues: { SECRET: '<Redacted>' } },
              },
            },
          },
        },
        ...more,
      ],
    },
  ],
})
const active = {
  configs: [
    {
      '@type': 'x.EcdsConfigDump',
      ecds_filters: [
        {
          last_updated: '2026-01-01T00:00:00Z',
          ecds_filter: {
            '@type': EXTENSION,
            name: 'a.plugin',
            typed_config: {
              '@type': WASM,
              config: {
                name: 'a.plugin',
                configuration: 'one',
                vm_config: { runtime: 'v8', code: { local: { filename: '/var/x.wasm' } } },
              },
            },
          },
        },
      ],
    },
    // Envoy names here what it waits for, without a configuration.
    { '@type': 'x.EcdsConfigDump', ecds_filters: [{ ecds_filter: { '@type': EXTENSION, name: 'a.rbac' } }] },
  ],
}

function changes(dump: object) {
  const [istiod, envoy] = [extensionSection(JSON.parse(JSON.stringify(dump))), extensionSection(JSON.parse(JSON.stringify(active)))]
  return istiod && envoy && changedBetween(istiod, envoy)
}

it('compares extensions by name, without what the agent replaces in a Wasm module', () => {
  expect(changes(sent('one'))).toEqual([])
  expect(changes(sent('two'))).toEqual([{ name: 'a.plugin', change: 'changed' }])
})

it('tells an extension that Envoy still waits for', () => {
  const rbac = { ecdsFilter: { '@type': EXTENSION, name: 'a.rbac', typedConfig: { '@type': RBAC, rules: {} } } }
  expect(changes(sent('one', [rbac]))).toEqual([{ name: 'a.rbac', change: 'removed' }])
})

it('has none to compare where the dump lacks the section', () => {
  expect(extensionSection({ configs: [] })).toBeNull()
})
