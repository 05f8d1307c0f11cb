import { expect, it } from 'vitest'
import { objectEventsSchema } from '@/lib/api/object-events'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { objectEventsAt } from '@/server/walk/object-events'

/** Objects of the events that a recording has, as they stand there. */
function objectsIn(name: string) {
  const text = recordingNamed(name).snapshotAt(0).read('k8s/events.json')?.text
  const { items } = JSON.parse(text ?? '{"items":[]}') as {
    items: { type: string; involvedObject: { kind: string; namespace?: string; name: string } }[]
  }
  return items.map(({ type, involvedObject: { kind, namespace, name: own } }) => ({
    type,
    object: `${kind}/${kind === 'Node' ? '' : (namespace ?? '')}/${own}`,
  }))
}

it('finds what was reported about pods and nodes, warnings first, then the newest', () => {
  const name = recordingNames().find((each) => objectsIn(each).some(({ type }) => type === 'Warning')) ?? ''
  const seen = objectsIn(name)
  const warned = seen.find(({ type }) => type === 'Warning')?.object ?? ''
  const node = seen.find(({ object }) => object.startsWith('Node/'))?.object ?? ''
  const asked = [warned, node]
  const recording = recordingNamed(name)
  const answer = objectEventsSchema.parse(objectEventsAt(recording, { at: recording.endMs, object: asked }))
  expect(answer.total).toBe(seen.filter(({ object }) => asked.includes(object)).length)
  expect(answer.events[0]?.warning).toBe(true)
  const ranks = answer.events.map(({ warning, last }) => [Number(!warning), -Date.parse(last ?? '')] as const)
  expect(ranks).toEqual([...ranks].sort(([a, b], [c, d]) => a - c || b - d))
  expect(answer.events.every(({ reason, last }) => reason !== '' && last !== null)).toBe(true)
  expect(answer.entry).toBe('k8s/events.json')
})

it('says nothing of what nobody reported about', () => {
  const recording = recordingNamed(recordingNames()[0] ?? '')
  expect(objectEventsAt(recording, { at: 0, object: ['Pod/nowhere/nobody'] })).toMatchObject({ total: 0, events: [], problems: [] })
})
