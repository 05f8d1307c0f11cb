import type { KubeObject } from '@/server/source/cluster/kube-object'
import { keyOf } from '@/server/source/cluster/kube-object'
import type { Sink } from '@/server/source/cluster/reflector'
import { trimObject } from '@/server/source/cluster/trim-object'

/** An object as it stands in a list: trimmed and printed once. A large cluster has many, and few are asked for more than their text. */
export interface Stored {
  /** NAMESPACE/NAME */
  readonly key: string
  readonly name: string
  /** As Kubernetes counts its changes. */
  readonly version: string | undefined
  readonly text: string
}

/** What is read off each object, once for each of its versions. */
export function ofEach<T>(read: (json: unknown) => T): (stored: Stored) => T {
  const known = new WeakMap<Stored, { value: T }>()
  return (stored) => {
    const before = known.get(stored)
    if (before) return before.value
    const value = read(JSON.parse(stored.text))
    known.set(stored, { value })
    return value
  }
}

/** The objects of one resource as the API server has them, ready to be printed as a List. */
export class ObjectStore implements Sink {
  private readonly objects = new Map<string, Stored>()

  constructor(
    private readonly apiVersion: string,
    private readonly kind: string,
    private readonly onChange: () => void,
  ) {}

  get size(): number {
    return this.objects.size
  }

  values(): Iterable<Stored> {
    return this.objects.values()
  }

  replace(objects: readonly KubeObject[]): void {
    const gone = new Set(this.objects.keys())
    let changed = false
    for (const object of objects) {
      gone.delete(keyOf(object))
      changed = this.store(object) || changed
    }
    for (const key of gone) this.objects.delete(key)
    if (changed || gone.size > 0 || objects.length === 0) this.onChange()
  }

  put(object: KubeObject): void {
    if (this.store(object)) this.onChange()
  }

  remove(object: KubeObject): void {
    if (this.objects.delete(keyOf(object))) this.onChange()
  }

  /** The List of all objects as they are now, by namespace and name as kubectl lists them. `length` in characters; it is put together when it is read. */
  list(): { length: number; read: () => string } {
    const now = [...this.objects.values()]
    const length = now.reduce((sum, { text }) => sum + text.length + 1, listText([]).length - Math.min(1, now.length))
    return { length, read: () => listText(now.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ text }) => text)) }
  }

  private store(object: KubeObject): boolean {
    const key = keyOf(object)
    const known = this.objects.get(key)
    const { name, resourceVersion } = object.metadata
    if (known && known.version === resourceVersion) return false
    this.objects.set(key, { key, name, version: resourceVersion, text: JSON.stringify(trimObject(object, this.apiVersion, this.kind)) })
    return true
  }
}

/** A List as `kubectl get -o json` gives it. */
const listText = (objects: readonly string[]): string => `{"apiVersion":"v1","items":[${objects.join(',')}],"kind":"List"}`
