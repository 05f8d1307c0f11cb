import { z } from 'zod'
import { misfit } from '@/lib/reason/misfit'
import { ApiFailure } from '@/server/source/cluster/api-failure'

const objectSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string().optional(), resourceVersion: z.string().optional() }),
})
/** Any object of Kubernetes; only its names are known. */
export type KubeObject = z.infer<typeof objectSchema>

const pageSchema = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().optional() }),
  items: z.array(objectSchema).nullable(),
})

/** One page of a list: `next` is '' at the end. Throws ApiFailure when it is none. */
export function listPage(json: unknown): { items: KubeObject[]; version: string; next: string } {
  const page = pageSchema.safeParse(json)
  if (!page.success) throw new ApiFailure(0, `the API server's answer is no list: ${page.error.issues.map(misfit)[0]}`)
  const { metadata, items } = page.data
  return { items: items ?? [], version: metadata.resourceVersion, next: metadata.continue ?? '' }
}

export type WatchEvent =
  | { type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK'; object: KubeObject }
  | { type: 'ERROR'; code: number; message: string }

const bookmarkSchema = z.looseObject({ metadata: z.looseObject({ resourceVersion: z.string() }) })
const statusSchema = z.looseObject({ code: z.number().optional(), message: z.string().optional() })
const eventSchema = z.object({ type: z.string(), object: z.unknown() })

/** One line of a watch. Throws ApiFailure when it is something else. */
export function watchEvent(json: unknown): WatchEvent {
  const { type, object } = eventSchema.parse(json)
  if (type === 'ERROR') {
    const status = statusSchema.safeParse(object)
    return { type, code: status.data?.code ?? 0, message: status.data?.message ?? 'the watch failed' }
  }
  if (type === 'BOOKMARK') {
    const { metadata } = bookmarkSchema.parse(object)
    return { type, object: { metadata: { name: '', resourceVersion: metadata.resourceVersion } } }
  }
  if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') return { type, object: objectSchema.parse(object) }
  throw new ApiFailure(0, `a watch event of an unknown type: ${type.slice(0, 40)}`)
}

/** `NAMESPACE/NAME`, or the name alone for what has no namespace. */
export const keyOf = ({ metadata: { namespace, name } }: KubeObject): string => (namespace === undefined ? name : `${namespace}/${name}`)
