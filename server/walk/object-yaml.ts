import { stringify } from 'yaml'
import { z } from 'zod'
import type { ObjectYaml, objectYamlQuery } from '@/lib/api/object-yaml'
import { parseList } from '@/lib/kubernetes/list'
import { objectList } from '@/lib/kubernetes/object-lists'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'

const objectSchema = z.looseObject({ metadata: z.looseObject({ name: z.string(), namespace: z.string().optional() }) })

/** One object of those that steps name, by a moment. 404 when its list was not read or does not hold it. */
export function objectYamlAt(recording: Recording, { at, object }: z.infer<typeof objectYamlQuery>): ObjectYaml {
  const [kind = '', place = ''] = object.split(' ')
  const [namespace = '', name = ''] = place.split('/')
  const list = objectList(kind)
  const seen = list === null ? null : recording.snapshotAt(at).read(list)
  const found = parseList(seen, objectSchema).items.find(
    ({ metadata }) => metadata.name === name && (metadata.namespace ?? '') === namespace,
  )
  if (!found) throw new Failure('notFound', `No ${kind} “${place}” had been seen by ${at} ms.`)
  const { evidence, metadata, ...rest } = found
  const { managedFields: _, ...meta } = metadata
  return { ...evidence, yaml: stringify({ kind, ...rest, metadata: meta }, { lineWidth: 0, sortMapEntries: true }) }
}
