import { type TraceEntry, traceSchema } from '@/lib/api/trace'
import { misfitAt } from '@/lib/reason/misfit'
import { jsonErrorMessage, parseJson } from '@/lib/recording/json-parse'
import type { AroundEntry, RecordedRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'

/** A namespace's trace of a request, as the kernel reported it. */
export interface RequestTrace {
  netns: string
  entry: string
  trace: TraceEntry[]
}

/** The kernel's traces of a request, by namespace; one that does not parse is named in the recording's problems and left out. */
export function tracesOf(recording: Recording, request: RecordedRequest): RequestTrace[] {
  return [...request.traces].flatMap(([netns, entry]) => {
    const text = recording.text(entry)
    if (text === null) return []
    const parsed = parseJson(text)
    const checked = parsed.ok ? traceSchema.safeParse(parsed.value) : null
    if (checked?.success) return [{ netns, entry, trace: checked.data }]
    const issue = checked?.error.issues[0]
    recording.report({ entry, message: parsed.ok ? (issue ? misfitAt(issue, 'trace') : 'it does not fit') : jsonErrorMessage(parsed) })
    return []
  })
}

/** Lines of one proxy's access log that a request caused; `proxy` is POD.NAMESPACE or a lone Envoy's name. */
export interface AccessLines {
  proxy: string
  entry: string
  lines: string[]
}

export function accessOf(recording: Recording, request: RecordedRequest): AccessLines[] {
  return [...request.access].map(([proxy, entry]) => ({ proxy, entry, lines: linesOf(recording.text(entry)) }))
}

/** Lines of conntrack.txt in `before/` or `after/`: this request's connections only. */
export function connectionsOf(recording: Recording, around: readonly AroundEntry[]): { netns: string; entry: string; lines: string[] }[] {
  return around
    .filter((each) => each.file === 'conntrack.txt')
    .map(({ netns, entry }) => ({ netns, entry, lines: linesOf(recording.text(entry)) }))
}

/** The lines of a text that are not empty. */
export function linesOf(text: string | null): string[] {
  return text === null ? [] : text.split('\n').filter((line) => line !== '')
}
