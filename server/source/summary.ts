import { readRecordingReason } from '@/lib/api/recording-reasons'
import type { RecordingSummary, RequestSummary } from '@/lib/api/recordings'
import { isLive } from '@/lib/recording/changes'
import type { RecordedRequest } from '@/lib/recording/recorded-request'
import { type Found, problemsOf } from '@/server/source/found'

/** A recording as GET /api/recordings lists it. One that can't be opened has its file's name and what is wrong. */
export function summaryOf(found: Found): RecordingSummary {
  const { name, file, origin } = found
  const problems = [...problemsOf(found)]
  if (!found.opened.ok) {
    const title = { en: file, ko: file }
    const nothing = { seed: [], start: '', durationMs: null, endMs: 0, live: false, versions: {}, requests: [] }
    return { name, file, origin, broken: true, title, about: { en: '', ko: '' }, ...nothing, problems }
  }
  const recording = found.opened.value
  const { scenario } = recording
  return {
    name,
    file,
    origin,
    broken: false,
    title: scenario.title.en === '' ? { en: name, ko: name } : scenario.title,
    about: scenario.about,
    seed: scenario.seed,
    start: scenario.start,
    durationMs: scenario.durationMs ?? null,
    endMs: recording.endMs,
    live: isLive(recording) && !recording.grows,
    versions: scenario.versions,
    requests: recording.requests.map(requestSummary),
    problems,
  }
}

export function requestSummary({ id, key, sent, endsAt }: RecordedRequest): RequestSummary {
  const { title, from, container, url, host, method, headers, at, outcome, compare, fanout, pooled } = sent
  const sends = sent.repeat?.n ?? 1
  return {
    id,
    key,
    title,
    from,
    container,
    url,
    host,
    method,
    headers,
    at,
    endsAt,
    outcome,
    compare,
    fanout,
    pooled,
    why: sent.why ?? null,
    ...(sent.why ? { whyCode: readRecordingReason(sent.why) } : {}),
    sends,
  }
}
