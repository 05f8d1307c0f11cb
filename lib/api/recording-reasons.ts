import { type ReasonCode, reader, type Sentences } from '@/lib/reason/sentence'

const KNOWN = {
  'mesh-changed': 'the mesh changed meanwhile: compare with the last dump before `at`',
  ejected: 'Outlier detection took the endpoint out between the sends, after the dumps were made; {recording} shows that state.',
  'given-up':
    'The gateway gives an attempt up (DC) before the sidecar has surely dialled the app: how many connections the kernel saw is partly chance.',
} as const satisfies Sentences

/** Why a recorded request is not compared, as recordings say it; messages/LOCALE/recording.json has the other languages. */
export const RECORDING_REASONS = { ...KNOWN, own: '{text}' } as const satisfies Sentences

const read = reader('recording', KNOWN)

/** The reason behind what a recording says; in words that are not known it is quoted. */
export const readRecordingReason = (text: string): ReasonCode => read(text) ?? { code: 'recording.own', values: { text } }
