import { readProblem } from '@/lib/api/problem-reasons'
import type { ReasonCode } from '@/lib/reason/sentence'

/** The part of a problem's message that stands in no catalogue, so that every page would show it in English; null: all of it does. For tests. */
export function unsaid(message: string): string | null {
  const reason = readProblem(message)
  return reason ? unsaidIn(reason) : message
}

/** What stands for itself: a place in a file, a JSON token in quotes, a list of names. */
const RAW = /^(“[^”]*”?|[\w.$/-]*)$/

function unsaidIn({ values, inner }: ReasonCode): string | null {
  for (const name of ['why', 'found', 'wanted', 'entry']) {
    const text = values[name]
    if (text === undefined) continue
    const part = inner?.[name] ? unsaidIn(inner[name]) : RAW.test(text) ? null : text
    if (part !== null) return part
  }
  return null
}
