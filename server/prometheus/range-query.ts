import { errorAnswer, matrixAnswer, type Series, seriesOf } from '@/lib/prometheus/matrix'
import { Failure } from '@/server/http/failure'
import { headersOf, type PrometheusSettings } from '@/server/prometheus/settings'
import { messageOf } from '@/server/source/cluster/api-failure'

/** Somebody waits for the drawing. */
const TIMEOUT_MS = 8000
/** A day of a chain's 300 rules has 5 MB. */
const MAX_BYTES = 8 * 1024 * 1024

/** From when to when (epoch ms), and ms between two samples. */
export interface Range {
  from: number
  until: number
  stepMs: number
}

/** Asks Prometheus for what an expression was over a time. Throws a 503 that says why there is no answer. */
export async function rangeQuery(settings: PrometheusSettings, expression: string, { from, until, stepMs }: Range): Promise<Series[]> {
  const url = new URL('api/v1/query_range', settings.base)
  const form = { query: expression, start: from / 1000, end: until / 1000, step: stepMs / 1000, timeout: `${TIMEOUT_MS}ms` }
  for (const [name, value] of Object.entries(form)) url.searchParams.set(name, String(value))
  const json = await ask(url, settings)
  const answer = matrixAnswer.safeParse(json)
  if (answer.success) return seriesOf(answer.data)
  const refused = errorAnswer.safeParse(json)
  throw unasked(refused.success ? refused.data.error.slice(0, 300) : 'what answers is no Prometheus')
}

async function ask(url: URL, settings: PrometheusSettings): Promise<unknown> {
  try {
    // A redirect could lead anywhere; where Prometheus is, is a setting.
    const response = await fetch(url, { headers: headersOf(settings), redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
    const text = await limitedText(response)
    // A refusal has a body that says why; a proxy in between has none of Prometheus' form.
    if (!response.ok && !text.startsWith('{')) throw new Error(`it answers ${response.status}`)
    return JSON.parse(text)
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    throw unasked(error instanceof SyntaxError ? 'what answers is no Prometheus' : messageOf(cause))
  }
}

async function limitedText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let length = 0
  for await (const chunk of response.body ?? []) {
    length += chunk.length
    if (length > MAX_BYTES) throw new Error(`its answer is larger than ${MAX_BYTES / 1024 / 1024} MiB`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

const unasked = (why: string): Failure => new Failure('unavailable', `Prometheus can’t be asked: ${why}`)
