import { z } from 'zod'
import { momentQuery } from '@/lib/api/query'

/** GET /api/object: one Kubernetes or Istio object, `object` as steps and findings name it: KIND NAMESPACE/NAME. */
export const objectYamlQuery = momentQuery.extend({
  object: z
    .string()
    .max(400)
    .regex(/^[A-Za-z]+ [^/ ]*\/[^/ ]+$/, 'an object is KIND NAMESPACE/NAME'),
})

/** The object as `kubectl get -o yaml` prints it, without who changed which field; `pointer`: where it stands in `entry`, RFC 6901. */
export const objectYamlSchema = z.object({ entry: z.string(), pointer: z.string(), at: z.number(), yaml: z.string() })
export type ObjectYaml = z.infer<typeof objectYamlSchema>
