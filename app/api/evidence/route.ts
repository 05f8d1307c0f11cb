import { evidenceTextSchema } from '@/lib/api/evidence-text'
import { evidenceQuery } from '@/lib/api/query'
import { evidenceText, type Place } from '@/lib/recording/evidence-text'
import { isSecretEntry } from '@/lib/recording/redact'
import { answer } from '@/server/http/answer'
import { Failure } from '@/server/http/failure'
import { readQuery } from '@/server/http/query'
import { recordingOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** Lines of an entry around a line or a JSON pointer, without credentials. */
export function GET(request: Request): Promise<Response> {
  return answer(evidenceTextSchema, async () => {
    const { entry, line, pointer, context, ...query } = readQuery(request, evidenceQuery)
    const { recording } = await recordingOf(request, query.recording)
    if (isSecretEntry(entry)) throw new Failure('forbidden', 'Secrets are not shown.', 'entry')
    const text = recording.text(entry)
    if (text === null) {
      const known = recording.problems.find((problem) => problem.entry === entry)
      throw new Failure('notFound', known ? `${entry}: ${known.message}` : `The recording has no entry “${entry.slice(0, 300)}”.`, 'entry')
    }
    const place: Place = pointer !== undefined ? { pointer } : line !== undefined ? { line } : null
    const found = evidenceText(entry, text, place, context)
    if (!found)
      throw new Failure(
        'notFound',
        pointer === undefined ? `${entry} has no line ${line}.` : `${entry} has nothing at ${pointer}.`,
        pointer === undefined ? 'line' : 'pointer',
      )
    return found
  })
}
