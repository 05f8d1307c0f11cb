import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import type { Recording } from '@/lib/recording/recording'
import { walk } from '@/lib/walk/walk'
import { log } from '@/server/log'
import { placesOf } from '@/server/walk/looked'
import { meshAt } from '@/server/walk/mesh-cache'

/** Walks kept for each recording: the overview, the strips and the path view ask the same ones. */
const MAX_WALKS = 200

/** Envoys of a live cluster that a walk comes to one after the other: what lies behind one is known when it has been read. */
const MOST_READINGS = 6

const kept = new WeakMap<Recording, Map<string, Walk>>()

/** The walk of a question that somebody looks at: the places of a live cluster that it passes are read as long as it is asked. */
export function walkAt(recording: Recording, question: Question): Walk {
  const known = glanceAt(recording, question)
  if (question.at === 0) recording.grows?.looked(placesOf(known.steps))
  return known
}

/** The walk of a question, for one of many in a list; the same question at a moment that shows the same is answered from memory. */
export function glanceAt(recording: Recording, question: Question): Walk {
  const walks = kept.get(recording) ?? new Map<string, Walk>()
  kept.set(recording, walks)
  const key = JSON.stringify({ ...question, at: recording.markAt(question.at) })
  const known = walks.get(key) ?? safely(recording, question)
  walks.delete(key)
  walks.set(key, known)
  for (const oldest of walks.keys()) if (walks.size > MAX_WALKS) walks.delete(oldest)
  return known
}

/** The walk of a question; the Envoys of a live cluster that it comes to first are read before. */
export async function walkOnceRead(recording: Recording, question: Question): Promise<Walk> {
  let known = walkAt(recording, question)
  if (question.at !== 0 || !recording.grows) return known
  for (let n = 0; n < MOST_READINGS && (await recording.grows.readFirst(placesOf(known.steps))); n++) known = walkAt(recording, question)
  return known
}

/** A walk that fails is an unknown one: it must not take the list down that it stands in. */
function safely(recording: Recording, question: Question): Walk {
  try {
    return walk(meshAt(recording, question.at), question)
  } catch (error) {
    log.error({ err: error, question }, 'a walk failed')
    return { verdict: { kind: 'unknown', reason: 'The walk failed; the log of the server says more.' }, steps: [] }
  }
}
