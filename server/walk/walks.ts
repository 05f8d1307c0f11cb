import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import type { Recording } from '@/lib/recording/recording'
import { walk } from '@/lib/walk/walk'
import { meshAt } from '@/server/walk/mesh-cache'

/** Walks kept for each recording: the overview, the strips and the path view ask the same ones. */
const MAX_WALKS = 400

const kept = new WeakMap<Recording, Map<string, Walk>>()

/** The walk of a question; the same question at a moment that shows the same is answered from memory. */
export function walkAt(recording: Recording, question: Question): Walk {
  const walks = kept.get(recording) ?? new Map<string, Walk>()
  kept.set(recording, walks)
  const key = JSON.stringify({ ...question, at: recording.markAt(question.at) })
  const known = walks.get(key) ?? walk(meshAt(recording, question.at), question)
  walks.delete(key)
  walks.set(key, known)
  for (const oldest of walks.keys()) if (walks.size > MAX_WALKS) walks.delete(oldest)
  return known
}
