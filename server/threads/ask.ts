import type { z } from 'zod'
import { failed } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { type Source, sourceOf } from '@/server/source/find'
import { errorOf } from '@/server/threads/failed'
import { packedOf } from '@/server/threads/packed'
import { type JobName, queries } from '@/server/threads/queries'
import { threads } from '@/server/threads/threads'

/** A thread knows nothing of hot reloading: in development everything stays in this one. */
const inThreads = process.env.NODE_ENV !== 'development'

/** Answers a request with what one of the jobs says of the source that its query names. */
export async function about(request: Request, name: JobName): Promise<Response> {
  try {
    const query: z.infer<z.ZodObject> = readQuery(request, queries[name])
    const source = await sourceOf(request, typeof query.recording === 'string' ? query.recording : undefined)
    const json = await answerOf(name, source, query)
    return new Response(json, { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } })
  } catch (error) {
    return failed(error)
  }
}

/** The JSON of an answer, worked out in the thread that has the recording, or watches the cluster. */
async function answerOf(job: JobName, source: Source, query: unknown): Promise<string | Uint8Array<ArrayBuffer>> {
  if (source.kind === 'cluster') return (await source.cluster.answer(source.person, job, query)) as Uint8Array<ArrayBuffer>
  const { name, recording } = source
  const packed = inThreads ? packedOf(recording) : null
  if (!packed) return (await import('@/server/threads/jobs')).answerText(job, source, query)
  const { outcome, problems } = await threads().ask({ packed, name, job, query, known: recording.problems.length })
  for (const problem of problems) recording.report(problem)
  if (outcome.ok) return outcome.json as Uint8Array<ArrayBuffer>
  throw errorOf(outcome.failed, job)
}
