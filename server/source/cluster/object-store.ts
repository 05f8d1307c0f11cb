import type { KubeObject } from '@/server/source/cluster/kube-object'
import { keyOf } from '@/server/source/cluster/kube-object'
import type { Sink } from '@/server/source/cluster/reflector'
import { trimObject } from '@/server/source/cluster/trim-object'

export interface Stored {
  object: KubeObject
  /** As it stands in a list: trimmed, printed once. */
  text: string
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

  get(key: string): KubeObject | null {
    return this.objects.get(key)?.object ?? null
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

  /** Every object's text, by namespace and name as kubectl lists them. */
  sorted(): string[] {
    return [...this.objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, stored]) => stored.text)
  }

  private store(object: KubeObject): boolean {
    const key = keyOf(object)
    const known = this.objects.get(key)
    if (known && known.object.metadata.resourceVersion === object.metadata.resourceVersion) return false
    const trimmed = trimObject(object, this.apiVersion, this.kind)
    this.objects.set(key, { object: trimmed as KubeObject, text: JSON.stringify(trimmed) })
    return true
  }
}

/** A List as `kubectl get -o json` gives it. */
export const listText = (objects: readonly string[]): string => `{"apiVersion":"v1","items":[${objects.join(',')}],"kind":"List"}`
