import { momentQuery } from '@/lib/api/query'
import { sourceStatusSchema } from '@/lib/api/source'
import { answer } from '@/server/http/answer'
import { Failure } from '@/server/http/failure'
import { readQuery } from '@/server/http/query'
import { sourceOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** How a live cluster is being read: progress, what fails, how old it is. */
export function GET(request: Request): Promise<Response> {
  return answer(sourceStatusSchema, async () => {
    const source = await sourceOf(request, readQuery(request, momentQuery).recording)
    if (source.kind === 'recording') throw new Failure('notFound', `“${source.name}” is a recording, no live cluster.`, 'recording')
    return source.cluster.status(source.person)
  })
}
