import type { EvidenceText } from '@/lib/api/evidence-text'
import { evidenceText, type Place } from '@/lib/recording/evidence-text'
import type { Recording } from '@/lib/recording/recording'
import { isSecretEntry } from '@/lib/recording/redact'
import { Failure } from '@/server/http/failure'

/** Where to look in an entry: around a line, or at a JSON pointer (RFC 6901); without either, from its start. */
export interface EvidenceQuestion {
  entry: string
  line?: number | undefined
  pointer?: string | undefined
  /** Lines before and after. */
  context: number
}

/** Lines of an entry without credentials. 404 when there is no such entry or place in it; 403 for what is secret. */
export function evidenceAt(recording: Recording, { entry, line, pointer, context }: EvidenceQuestion): EvidenceText {
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
}
