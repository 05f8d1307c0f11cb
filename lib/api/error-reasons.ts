import { readProblem } from '@/lib/api/problem-reasons'
import { reader, type Sentences } from '@/lib/reason/sentence'

/** What the API says when something fails, so that pages can say it in their language (messages/LOCALE/error.json). */
export const ERROR_REASONS = {
  internal: 'The server failed at this; its log says more.',
  'no-memory': 'The recording needs more memory than there is, or broke the thread that reads it.',
  'other-site': 'This request comes from another site.',
  secret: 'Secrets are not shown.',
  missing: '“{name}” is missing',
  repeated: '“{name}” is given {count} times; once is meant',
  unfit: '“{name}”: {why}',
  'no-path': 'There is no {path}; docs/api.md lists what there is.',
  'no-recordings': 'There is no recording.',
  'no-recording': 'There is no recording “{name}”.',
  'no-cluster': '“{name}” is a recording, no live cluster.',
  'no-request': 'The recording “{recording}” has no request “{id}”.',
  'no-netns': 'No network namespace “{netns}” had been seen by {at} ms.',
  'no-envoy': 'No Envoy “{proxy}” had been seen by {at} ms.',
  'no-chain': '{netns} has no chain “{chain}” in the table “{table}” at {at} ms.',
  'no-dump': '{netns} has no dump “{path}” at {at} ms.',
  'no-entry': 'The recording has no entry “{entry}”.',
  'no-line': '{entry} has no line {line}.',
  'no-pointer': '{entry} has nothing at {pointer}.',
  'no-proxy': '{proxy}: is not of the form POD.NAMESPACE',
  'no-istiod-dump': '{entry}: no istiod was asked what it would send to this proxy, or none answered',
  'no-envoy-dump': '{entry}: Envoy did not answer, or was not asked',
  'too-large': '{file} is larger than {most} MiB, the most that is taken.',
  'no-body': '{file} is missing: the request has no body.',
  'in-file': '{entry}: {why}',
  'log-in': 'Log in first.',
  'no-log-in': 'Nobody logs in here.',
  'no-asked-cluster': 'There is no cluster to ask.',
  'who-unasked': "The API server can't be asked who this is: {why}",
  'rights-unasked': "The API server can't be asked what you may see: {why}",
  'not-token': 'This is no token.',
  'no-token': 'The API server does not know this token, or it has expired.',
  'token-expired': 'Your token has expired. Log in again.',
  'too-many-log-ins': 'Too many log-ins. Wait a minute.',
  'one-cluster': 'A dashboard in a cluster shows this cluster only.',
  'other-name': 'A cluster is shown at 127.0.0.1 only, not at “{host}”.',
  'no-context': 'There is no context “{context}”.',
} as const satisfies Sentences

/** The reason behind an error's English message; null: it has words of its own, as a parser's or the system's. */
export const readErrorReason = reader('error', ERROR_REASONS, (name, text) => (name === 'why' ? readProblem(text) : null))
