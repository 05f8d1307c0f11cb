import { at, type Resource } from '@/lib/istio/analysis/resource'
import { field, type Json, listField } from '@/lib/istio/json'

/** A place that a VirtualService sends to, or a copy of what it sends. */
export interface Destination {
  destination: Json | undefined
  mirror: boolean
  /** Where it stands: `spec.http[0].route[1].destination`. */
  path: string
}

/** Every destination of a VirtualService's routes, then those of its mirrors. */
export function destinationsOf({ spec }: Resource): Destination[] {
  const routes = ['tcp', 'tls', 'http'].flatMap((protocol) =>
    listField(spec, protocol).flatMap((rule, i) =>
      listField(rule, 'route').map((route, j) => ({
        destination: field(route, 'destination'),
        mirror: false,
        path: `spec.${protocol}[${i}].route[${j}].destination`,
      })),
    ),
  )
  const mirrors = listField(spec, 'http').flatMap((rule, i) => [
    ...(field(rule, 'mirror') === undefined ? [] : [{ destination: field(rule, 'mirror'), mirror: true, path: `spec.http[${i}].mirror` }]),
    ...listField(rule, 'mirrors').map((one, j) => ({
      destination: at(one, 'destination'),
      mirror: true,
      path: `spec.http[${i}].mirrors[${j}].destination`,
    })),
  ])
  return [...routes, ...mirrors]
}
