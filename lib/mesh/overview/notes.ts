import type { OverviewPlace } from '@/lib/api/overview'
import type { Backend } from '@/lib/mesh/overview/endpoints'
import { fill } from '@/lib/reason/sentence'

/** The notes of the overview's cards that are words, not names; messages/LOCALE/overview.json has them in the other languages. */
export const OVERVIEW_NOTES = {
  'no-pod': 'no ready pod',
  'one-pod': '1 pod, {nodes}',
  'one-pod-anywhere': '1 pod',
  pods: '{count} pods, {nodes}',
  'pods-anywhere': '{count} pods',
  cluster: 'cluster',
  sidecar: 'sidecar',
  'no-sidecar': 'no sidecar',
} as const

/** Nodes that a note names; more are not read there. */
const MAX_NODES = 3

export type Note = Pick<OverviewPlace, 'note' | 'noteCode'>

export function noteOf(code: keyof typeof OVERVIEW_NOTES, values: Record<string, string> = {}): Note {
  return { note: fill(OVERVIEW_NOTES[code], values), noteCode: { code: `overview.${code}`, values } }
}

/** “2 pods, node-a, node-b”. */
export function backendNote(backends: readonly Backend[]): Note {
  const nodes = [...new Set(backends.flatMap((one) => one.node ?? []))].slice(0, MAX_NODES).join(', ')
  const count = String(backends.length)
  if (backends.length === 0) return noteOf('no-pod')
  if (backends.length === 1) return nodes ? noteOf('one-pod', { nodes }) : noteOf('one-pod-anywhere')
  return nodes ? noteOf('pods', { count, nodes }) : noteOf('pods-anywhere', { count })
}
