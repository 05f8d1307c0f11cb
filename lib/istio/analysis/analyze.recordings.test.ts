import { describe, expect, it } from 'vitest'
import { analyze } from '@/lib/istio/analysis/analyze'
import { Configuration } from '@/lib/istio/analysis/configuration'
import { originOf } from '@/lib/istio/analysis/finding'
import { istioctlMessage } from '@/lib/istio/analysis/istioctl-words'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Recording } from '@/lib/recording/recording'

interface Told {
  code: string
  level: string
  origin: string
  message: string
}

/** istioctl reads the objects of these kinds too, which no recording has: what it says by them is left out of the comparison. */
const BY_UNREAD: readonly { reason: string; is: (one: Told) => boolean }[] = [
  { reason: 'Secrets', is: ({ code, message }) => code === 'IST0161' || (code === 'IST0101' && message.includes('credentialName')) },
  { reason: 'webhooks', is: ({ code }) => ['IST0139', 'IST0146', 'IST0163', 'IST0164'].includes(code) },
  { reason: 'ConfigMaps', is: ({ code }) => ['IST0126', 'IST0148', 'IST0158'].includes(code) },
  { reason: 'CustomResourceDefinitions', is: ({ code }) => code === 'IST0156' },
]

/** These name several objects as they come out of a Go map: in no order. */
const UNORDERED = new Set(['IST0109', 'IST0110', 'IST0111', 'IST0138', 'IST0159', 'IST0160'])

const comparable = (one: Told): Told =>
  UNORDERED.has(one.code)
    ? {
        ...one,
        message: one.message
          .split(/[\s,[\]]+/)
          .sort()
          .join(' '),
      }
    : one

function configurationOf(recording: Recording): Configuration {
  const snapshot = recording.snapshotAt(0)
  const mesh = snapshot.under('istiod/').find((path) => path.endsWith('/mesh.json'))
  const meshConfig = mesh === undefined ? null : JSON.parse(snapshot.read(mesh)?.text ?? 'null')
  return new Configuration(snapshot, meshConfig, recording.scenario.versions.istio ?? null)
}

describe('the analysis against istioctl analyze', () => {
  const judged = { messages: 0, recordings: 0, codes: new Set<string>(), left: 0 }

  it.each(recordingNames())('%s', (name) => {
    const recording = recordingNamed(name)
    const text = recording.text('versions/analyze.json')
    if (text === null) return
    const told = (JSON.parse(text) ?? []) as Told[]
    const theirs = told.filter((one) => !BY_UNREAD.some(({ is }) => is(one)))
    const configuration = configurationOf(recording)
    const ours = analyze(configuration).findings.map((one) => ({
      code: one.code as string,
      level: one.level as string,
      origin: originOf(one),
      message: istioctlMessage(one),
    }))
    expect(configuration.problems).toEqual([])
    const plain = ({ code, level, origin, message }: Told): Told => comparable({ code, level, origin, message })
    expect(ours.map(plain)).toEqual(theirs.map(plain))
    judged.messages += theirs.length
    judged.left += told.length - theirs.length
    judged.recordings += 1
    for (const { code } of theirs) judged.codes.add(code)
  })

  it('has been judged by many', () => {
    const { messages, recordings, codes, left } = judged
    console.log(
      `analyze: agree ${messages} of ${messages} messages in order in ${recordings} recordings, ${codes.size} codes, ${left} left out`,
    )
    expect(messages).toBeGreaterThan(50)
    expect(codes.size).toBeGreaterThan(5)
  })
})
