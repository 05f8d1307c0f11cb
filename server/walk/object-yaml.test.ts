import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { objectYamlSchema } from '@/lib/api/object-yaml'
import type { Step } from '@/lib/api/step'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { objectList } from '@/lib/kubernetes/object-lists'
import { objectYamlAt } from '@/server/walk/object-yaml'
import { requestAnswer } from '@/server/walk/request'

const stepsIn = (steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((way) => stepsIn(way.steps))])

it('gives every object that a step names as YAML, from where it stands in its list', () => {
  const kinds = new Set<string>()
  for (const name of recordingNames()) {
    const recording = recordingNamed(name)
    for (const request of recording.requests.slice(0, 12)) {
      const { at } = request.sent
      for (const object of new Set(stepsIn(requestAnswer(recording, request, at).walk.steps).flatMap(({ objects }) => objects ?? []))) {
        const { entry, pointer, yaml } = objectYamlSchema.parse(objectYamlAt(recording, { at, object }))
        const [kind, place] = object.split(' ')
        const told = parse(yaml)
        expect([told.kind, `${told.metadata.namespace}/${told.metadata.name}`]).toEqual([kind, place])
        const seen = recording.snapshotAt(at).read(objectList(kind ?? '') ?? '')
        expect(entry).toBe(seen?.entry)
        const { items } = JSON.parse(seen?.text ?? '')
        expect(told.spec).toEqual(items[Number(pointer.split('/')[2])].spec)
        expect(told.metadata).not.toHaveProperty('managedFields')
        kinds.add(kind ?? '')
      }
    }
  }
  expect([...kinds]).toEqual(
    expect.arrayContaining(['VirtualService', 'Gateway', 'DestinationRule', 'ServiceEntry', 'AuthorizationPolicy']),
  )
})

it('says of what is not there, and of kinds that no step names, that it was not seen', () => {
  const recording = recordingNamed(recordingNames()[0] ?? '')
  for (const object of ['VirtualService nowhere/nobody', 'Secret default/token', '__proto__ a/b'])
    expect(() => objectYamlAt(recording, { at: 0, object }), object).toThrow(/had been seen/)
})
