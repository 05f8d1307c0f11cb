import { reader, type Sentences } from '@/lib/reason/sentence'

/** What the API says when something fails, so that pages can say it in their language (messages/LOCALE/error.json). */
export const ERROR_REASONS = {
  internal: 'The server failed at this; its log says more.',
  'other-site': 'This request comes from another site.',
  secret: 'Secrets are not shown.',
  prometheus: 'Prometheus can’t be asked: {why}',
  missing: '“{name}” is missing',
  repeated: '“{name}” is given {count} times; once is meant',
  unfit: '“{name}”: {why}',
  'no-recordings': 'There is no recording.',
  'no-recording': 'There is no recording “{name}”.',
  'no-request': 'The recording “{recording}” has no request “{id}”.',
  'no-netns': 'No network namespace “{netns}” had been seen by {at} ms.',
  'no-entry': 'The recording has no entry “{entry}”.',
  'no-line': '{entry} has no line {line}.',
  'no-pointer': '{entry} has nothing at {pointer}.',
  'no-proxy': '{proxy}: is not of the form POD.NAMESPACE',
  'no-istiod-dump': '{entry}: no istiod was asked what it would send to this proxy, or none answered',
  'no-envoy-dump': '{entry}: Envoy did not answer, or was not asked',
  'dump-without': '{entry}: has no {type}',
  'too-large': '{file} is larger than {most} MiB, the most that is taken.',
  'no-body': '{file} is missing: the request has no body.',
  'not-zip': '{file}: not a zip file: it does not begin with PK',
  'cut-zip': '{file}: a truncated zip file: the directory at its end is missing',
  zip64: '{file}: a zip64 file, which is not read: pack it as a plain zip',
  'zip-parts': '{file}: a zip file in several parts, which is not read',
  'zip-directory': '{file}: a damaged zip file: {why}',
  'many-entries': '{file}: {count} entries; at most {most} are read',
  'much-unpacked': '{file}: {size} MiB unpacked; at most {most} MiB are read',
  'no-scenario': '{file}: no recording: it has no scenario.json',
  'refused-scenario': '{file}: no recording: scenario.json: {why}',
  'bad-scenario': '{file}: scenario.json: {why}',
} as const satisfies Sentences

/** The reason behind an error's English message; null: it has words of its own, as a parser's or the system's. */
export const readErrorReason = reader('error', ERROR_REASONS)
