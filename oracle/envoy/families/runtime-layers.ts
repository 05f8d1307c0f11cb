import fc from 'fast-check'
import { fraction } from '@/oracle/envoy/families/matchers'
import { optional } from '@/oracle/envoy/families/words'
import { upstream } from '@/oracle/envoy/loopback'
import { extension, httpListener, staticCluster } from '@/oracle/envoy/resources'
import type { Built, Family, Slot } from '@/oracle/envoy/scenario'

const CLUSTERS = ['one', 'two']
const PROBES = 10

/** What a layer may set a key to; Envoy takes some of them for a fraction or a weight, and passes over the others. */
const value = fc.oneof(
  { arbitrary: fc.constantFrom<unknown>(0, 30, 100, 250, '40', 12.5, 'no number', true), weight: 3 },
  { arbitrary: fraction, weight: 1 },
)
/** Envoy refuses routes whose weights are all 0, also by the runtime. */
const weight = fc.constantFrom<unknown>(30, 250, '40', 12.5, 'no number')
const KEYS = ['route', 'split.one', 'split.two', 'abort'] as const
const layer = fc.record({
  nested: fc.boolean(),
  values: fc.tuple(...KEYS.map((key) => optional(key === 'split.two' ? weight : value, 2))),
  /** Of the cluster that a request says it comes from. */
  caller: optional(value, 2),
})
const arbitrary = fc.record({
  layers: fc.array(layer, { maxLength: 2 }),
  first: fraction,
  abort: fraction,
  weights: fc.tuple(fc.constantFrom(0, 10, 60), fc.constantFrom(5, 60)),
  callers: fc.array(fc.boolean(), { minLength: PROBES, maxLength: PROBES }),
})
type Value = typeof arbitrary extends fc.Arbitrary<infer T> ? T : never

const callerOf = (slot: Slot) => slot.name('caller')
/** Weights go by the clusters' names. */
const keyOf = (key: (typeof KEYS)[number], slot: Slot): string[] => {
  const [head = '', cluster] = key.split('.')
  return cluster === undefined ? [head] : [head, slot.name(cluster)]
}

/** Each key under the slot's name, as one with dots or as objects within each other. */
function layerOf({ nested, values, caller }: Value['layers'][number], slot: Slot): object {
  const own: Record<string, unknown> = {}
  const inner: Record<string, Record<string, unknown> | unknown> = {}
  const split: Record<string, unknown> = {}
  for (const [at, key] of KEYS.entries()) {
    const [head = '', cluster] = keyOf(key, slot)
    if (values[at] === undefined) continue
    if (!nested) own[[slot.name('keys'), head, ...(cluster === undefined ? [] : [cluster])].join('.')] = values[at]
    else if (cluster === undefined) inner[head] = values[at]
    else split[cluster] = values[at]
  }
  if (Object.keys(split).length > 0) inner.split = split
  if (Object.keys(inner).length > 0) own[slot.name('keys')] = inner
  if (caller !== undefined) own[`fault.http.${callerOf(slot)}.abort.abort_percent`] = caller
  return own
}

function build({ layers, first, abort, weights, callers }: Value, slot: Slot): Built {
  const key = (name: string) => `${slot.name('keys')}.${name}`
  const clusters = CLUSTERS.map((name, at) => ({ name: slot.name(name), weight: weights[at] }))
  const split = { weighted_clusters: { clusters, runtime_key_prefix: key('split') } }
  const routes = [
    {
      name: slot.name('first'),
      match: { prefix: '/', runtime_fraction: { default_value: first, runtime_key: key('route') } },
      route: { cluster: slot.name('one') },
    },
    { name: slot.name('split'), match: { prefix: '/' }, route: split },
  ]
  const fault = extension('envoy.filters.http.fault', 'filters.http.fault.v3.HTTPFault', {
    abort: { http_status: 418, percentage: abort },
    abort_percent_runtime: key('abort'),
  })
  return {
    runtime: layers.map((one) => layerOf(one, slot)),
    listeners: [httpListener(slot.name('runtime'), slot.port(0), { virtual_hosts: [{ name: 'all', domains: ['*'], routes }] }, [fault])],
    clusters: CLUSTERS.map((name, at) => staticCluster(slot.name(name), [upstream(at)])),
    probes: callers.map((named) => ({
      port: slot.port(0),
      request: { method: 'GET', path: '/', host: 'a.test', headers: named ? [['x-envoy-downstream-service-cluster', callerOf(slot)]] : [] },
      times: 1,
    })),
  }
}

export const RUNTIME_LAYERS: Family<Value> = { name: 'runtime layers: shares, weights, faults', arbitrary, build }
