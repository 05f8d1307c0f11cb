import type { z } from 'zod'
import { failed } from '@/server/http/answer'
import { Failure } from '@/server/http/failure'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'
import { answerText, type JobName, jobs, type Subject } from '@/server/threads/jobs'
import { packedOf } from '@/server/threads/packed'
import { threads } from '@/server/threads/threads'

/** A thread knows nothing of hot reloading: in development everything stays in this one. */
const inThreads = process.env.NODE_ENV !== 'development'

/** Answers a request with what one of `jobs` says of the recording that its query names. */
export async function about(request: Request, name: JobName): Promise<Response> {
  try {
    const query: z.infer<z.ZodObject> = readQuery(request, jobs[name].query)
    const subject = await recordingOf(request, typeof query.recording === 'string' ? query.recording : undefined)
    const json = await answerOf(name, subject, query)
    return new Response(json, { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } })
  } catch (error) {
    return failed(error)
  }
}

/** The JSON of an answer, worked out in the thread that has the recording. What only this thread has, a live cluster, is answered here. */
async function answerOf(job: JobName, subject: Subject, query: unknown): Promise<string | Uint8Array<ArrayBuffer>> {
  const { name, recording } = subject
  const packed = inThreads ? packedOf(recording) : null
  if (!packed) return answerText(job, subject, query)
  const { outcome, problems } = await threads().ask({ packed, name, job, query, known: recording.problems.length })
  for (const problem of problems) recording.report(problem)
  if (outcome.ok) return outcome.json as Uint8Array<ArrayBuffer>
  if (outcome.failure) throw new Failure(outcome.failure.code, outcome.failure.message, outcome.failure.where, outcome.failure.reason)
  throw new Error(`“${job}” failed in its thread, which logged why`)
}
