import { parseAllDocuments } from 'yaml'
import { analyze } from '@/lib/istio/analysis/analyze'
import { Configuration, type Sees } from '@/lib/istio/analysis/configuration'
import { istioctlLine } from '@/lib/istio/analysis/istioctl-words'
import { KUBERNETES_GATEWAYS } from '@/lib/istio/analysis/kinds'
import { isObject, type Json } from '@/lib/istio/json'
import { OBJECT_LISTS, type ObjectKind } from '@/lib/kubernetes/object-lists'

interface Around {
  version?: string
  meshConfig?: Json
  sees?: Sees
  /** Kinds whose list was not read; the others are there, if empty. */
  unread?: readonly ObjectKind[]
}

function pathOf(item: Json): string {
  if (!isObject(item)) throw new Error('an object was expected')
  if (item.kind === 'Gateway' && String(item.apiVersion).startsWith('gateway.networking.k8s.io/')) return KUBERNETES_GATEWAYS
  return OBJECT_LISTS[item.kind as ObjectKind]
}

/** A cluster that has the objects of a YAML text and no others. */
export function configurationOf(yaml: string, { version = '1.28.0', meshConfig = {}, sees, unread = [] }: Around = {}): Configuration {
  const items = parseAllDocuments(yaml).flatMap((document): Json[] => (document.contents === null ? [] : [document.toJS()]))
  const missing = new Set<string>(unread.map((kind) => OBJECT_LISTS[kind]))
  const paths = [...Object.values(OBJECT_LISTS), KUBERNETES_GATEWAYS].filter((path) => !missing.has(path))
  const texts = new Map(paths.map((path) => [path, JSON.stringify({ items: items.filter((item) => pathOf(item) === path) })]))
  const snapshot = {
    at: 0,
    paths: () => paths,
    under: (folder: string) => paths.filter((path) => path.startsWith(folder)),
    read: (path: string) => {
      const text = texts.get(path)
      return text === undefined ? null : { path, entry: path, at: 0, text }
    },
  }
  return new Configuration(snapshot, meshConfig, version, sees)
}

/** istioctl's lines about a cluster, of some codes or of all. */
export function told(yaml: string, codes: readonly string[] = [], around: Around = {}): string[] {
  const { findings } = analyze(configurationOf(yaml, around))
  return findings.filter(({ code }) => codes.length === 0 || codes.includes(code)).map(istioctlLine)
}
