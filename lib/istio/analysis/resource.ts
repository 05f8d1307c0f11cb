import { field, isObject, type Json, listField, textField } from '@/lib/istio/json'

/** A Kubernetes or Istio object with the parts that analyzers look at. Labels and annotations are maps: their keys are foreign. */
export interface Resource {
  kind: string
  /** Empty for what has no namespace. */
  namespace: string
  name: string
  labels: ReadonlyMap<string, string>
  annotations: ReadonlyMap<string, string>
  spec: Json
  status: Json
}

/** `NAMESPACE/NAME`, or the name alone where there is no namespace. */
export const fullName = ({ namespace, name }: Pick<Resource, 'namespace' | 'name'>): string =>
  namespace === '' ? name : `${namespace}/${name}`

/** The texts of an object of texts, as labels and selectors are; whatever else stands there is passed over. */
export function textMap(value: Json | undefined): ReadonlyMap<string, string> {
  const entries = isObject(value) ? Object.entries(value) : []
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

/** The texts of a list; whatever else stands there is passed over. */
export const texts = (value: Json | undefined, key: string): string[] =>
  listField(value, key).filter((one): one is string => typeof one === 'string')

export function numberField(value: Json | undefined, key: string): number | null {
  const found = field(value, key)
  return typeof found === 'number' ? found : null
}

/** The field below a path of keys; undefined where one of them is missing. */
export const at = (value: Json | undefined, ...keys: string[]): Json | undefined =>
  keys.reduce<Json | undefined>((found, key) => field(found, key), value)

/** An item of a Kubernetes List; null for one without a name. */
export function readResource(kind: string, item: Json): Resource | null {
  const metadata = field(item, 'metadata')
  const name = textField(metadata, 'name')
  if (name === null) return null
  return {
    kind,
    namespace: textField(metadata, 'namespace') ?? '',
    name,
    labels: textMap(field(metadata, 'labels')),
    annotations: textMap(field(metadata, 'annotations')),
    spec: field(item, 'spec') ?? null,
    status: field(item, 'status') ?? null,
  }
}
