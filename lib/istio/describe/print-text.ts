import type { Named } from '@/lib/istio/describe/facts'

/** How an object is named: `web` in the context's namespace, `web.shop` in another. */
export type Naming = (object: Named) => string

export const namer =
  (namespace: string): Naming =>
  (object) =>
    object.namespace === namespace ? object.name : `${object.name}.${object.namespace}`

/** istioctl's three levels of indentation, below a place that may be indented itself. */
export const level = (base: number, depth: 0 | 1 | 2): string => ' '.repeat(base + depth * 3)

/** A proxy's configuration names an object that is no longer there. */
export const staleLine = (of: 'destination rule' | 'virtual service' | 'gateway', { name, namespace }: Named): string =>
  `WARNING: Proxy is stale; it references to non-existent ${of} ${of === 'gateway' ? `${namespace}/${name}` : `${name}.${namespace}`}`
