import { parentPort } from 'node:worker_threads'
import { log } from '@/server/log'
import { checkRecording } from '@/server/source/check'
import { failedOf } from '@/server/threads/failed'
import { answerText } from '@/server/threads/jobs'
import { openPacked } from '@/server/threads/opened'
import type { Order, Reply } from '@/server/threads/order'

/** Reading, parsing and walking happen here, so that the thread that answers requests stays free. Answers leave it as the bytes of their JSON. */
parentPort?.on('message', async (order: Order) => {
  const reply = await carryOut(order)
  parentPort?.postMessage(reply, reply.outcome.ok ? [reply.outcome.json.buffer as ArrayBuffer] : [])
})

/** Recordings are checked one after the other: what a person waits for has its turn in between. */
let checks: Promise<void> = Promise.resolve()

async function carryOut({ id, packed, name, job, query, known }: Order): Promise<Reply> {
  const opened = await openPacked(packed)
  if (!opened.ok) {
    const { entry, message } = opened.problem
    return { id, outcome: { ok: false, failed: { code: 'notFound', message: `${entry}: ${message}`, where: 'recording' } }, problems: [] }
  }
  const recording = opened.value
  const outcome = await outcomeOf(async () => {
    if (job !== 'check') return answerText(job, { name, recording }, query)
    checks = checks.then(() => checkRecording(recording))
    await checks
    return 'null'
  })
  return { id, outcome, problems: recording.problems.length === known ? [] : [...recording.problems] }
}

async function outcomeOf(work: () => Promise<string>): Promise<Reply['outcome']> {
  try {
    return { ok: true, json: new TextEncoder().encode(await work()) }
  } catch (error) {
    const failed = failedOf(error)
    if (failed === null) log.error({ err: error }, 'a question about a recording failed')
    return { ok: false, failed }
  }
}
