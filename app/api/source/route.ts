import { momentQuery } from '@/lib/api/query'
import { sourceStatusSchema } from '@/lib/api/source'
import { gate } from '@/server/auth/door'
import { answer } from '@/server/http/answer'
import { Failure } from '@/server/http/failure'
import { readQuery } from '@/server/http/query'
import { clusters } from '@/server/source/cluster/clusters'
import { recordingOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** How a live cluster is being read: progress, what fails, how old it is. */
export function GET(request: Request): Promise<Response> {
  return answer(sourceStatusSchema, async () => {
    const { name } = await recordingOf(request, readQuery(request, momentQuery).recording)
    const source = clusters().find(name)
    if (!source) throw new Failure('notFound', `“${name}” is a recording, no live cluster.`, 'recording')
    return (await gate().sight(request)).status(source)
  })
}
