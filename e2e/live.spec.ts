import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import type { Overview } from '@/lib/api/overview'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import type { RecordingSummary } from '@/lib/api/recordings'
import type { Timeline } from '@/lib/api/timeline'
import { addressWith, momentOf, recordings, stepCards } from './product'

interface Live {
  recording: RecordingSummary
  timeline: Timeline
}

async function liveRecording(api: APIRequestContext): Promise<Live> {
  const recording = (await recordings(api)).find(({ live }) => live)
  if (!recording) throw new Error('The product ships no live recording.')
  const timeline: Timeline = await (await api.get('/api/timeline', { params: { recording: recording.name } })).json()
  return { recording, timeline }
}

const player = (page: Page) => page.getByRole('region', { name: 'Player' })
const track = (page: Page) => page.getByRole('slider', { name: 'Moment of the recording' })

/** The first of the moments at which a view's answer has something. */
async function firstMoment<T>(
  api: APIRequestContext,
  live: Live,
  path: string,
  kinds: readonly string[],
  has: (answer: T) => boolean,
  from = 0,
) {
  for (const frame of live.timeline.frames) {
    if (frame.at <= from || !frame.changes.some(({ kind }) => kinds.includes(kind))) continue
    const answer = await api.get(path, { params: { recording: live.recording.name, at: frame.at } })
    if (has((await answer.json()) as T)) return frame.at
  }
  throw new Error(`No moment of ${live.recording.name} is what this test looks for.`)
}

test('plays by one stream, with the recording’s own clock, pauses, and changes its speed', async ({ page, request }) => {
  const { recording } = await liveRecording(request)
  const streams: string[] = []
  page.on('request', (sent) => new URL(sent.url()).pathname === '/api/events' && streams.push(sent.url()))
  await page.goto(addressWith('/requests', { recording: recording.name }))
  await page.getByRole('button', { name: 'Play the recording' }).click()
  await expect.poll(() => momentOf(page)).toBeGreaterThan(1)
  expect(streams).toHaveLength(1)
  await page.locator('label').filter({ hasText: '4×' }).click()
  await expect.poll(() => streams.length).toBe(2)
  expect(new URL(streams[1] ?? '').searchParams.get('speed')).toBe('4')
  await player(page).getByRole('button', { name: 'Pause' }).click()
  await expect(player(page).getByRole('button', { name: 'Play the recording' })).toBeVisible()
  const at = momentOf(page)
  await expect(page.locator('header time')).toHaveAttribute('datetime', new Date(Date.parse(recording.start) + at).toISOString())
  await page.locator('label').filter({ hasText: '0.25×' }).click()
  await page.locator('body').press(' ')
  await expect.poll(() => streams.length).toBe(3)
  expect(new URL(streams[2] ?? '').searchParams.get('speed')).toBe('0.25')
  expect(Number(new URL(streams[2] ?? '').searchParams.get('at'))).toBe(at)
})

test('is sought by pointer and keys, and stepped from event to event', async ({ page, request }) => {
  const { recording, timeline } = await liveRecording(request)
  await page.goto(addressWith('/requests', { recording: recording.name, freeze: '1' }))
  const box = await track(page).boundingBox()
  if (!box) throw new Error('The track is not there.')
  await track(page).click({ position: { x: box.width / 2, y: box.height / 2 } })
  await expect.poll(() => Math.abs(momentOf(page) - timeline.endMs / 2)).toBeLessThan(timeline.endMs / 100)
  await page.keyboard.press('End')
  await expect.poll(() => momentOf(page)).toBe(timeline.endMs)
  await page.keyboard.press('Home')
  await expect.poll(() => momentOf(page)).toBe(1)
  const stops = [...new Set(timeline.ticks.map(({ at }) => at))].filter((at) => at > 1)
  await page.keyboard.press('.')
  await expect.poll(() => momentOf(page)).toBe(stops[0])
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => momentOf(page)).toBe(stops[1])
  await page.keyboard.press(',')
  await expect.poll(() => momentOf(page)).toBe(stops[0])
  await expect(track(page)).toHaveAttribute('aria-valuenow', String(stops[0]))
})

test('shows a proxy that stopped answering as stale, and in sync again when it goes on', async ({ page, request }) => {
  const live = await liveRecording(request)
  const staleIn = (answer: ProxiesAnswer) =>
    answer.proxies.find(({ sync }) => Object.values(sync ?? {}).some(({ state }) => state === 'STALE'))
  const froze = await firstMoment<ProxiesAnswer>(request, live, '/api/proxies', ['sync'], (answer) => staleIn(answer) !== undefined)
  const thawed = await firstMoment<ProxiesAnswer>(request, live, '/api/proxies', ['sync'], (answer) => !staleIn(answer), froze)
  await page.goto(addressWith('/proxies', { recording: live.recording.name, at: String(froze), freeze: '1' }))
  await expect(page.getByRole('cell', { name: /^Stale/ }).first()).toBeVisible()
  await page.goto(addressWith('/proxies', { recording: live.recording.name, at: String(thawed - 500), freeze: '1' }))
  await expect(page.getByRole('cell', { name: /^Stale/ }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Play the recording' }).click()
  await expect(page.getByRole('cell', { name: /^Stale/ })).toHaveCount(0)
  await expect(page.getByRole('cell', { name: /^Synced/ }).first()).toBeVisible()
})

test('shows a host and an endpoint that were added, when they were', async ({ page, request }) => {
  const live = await liveRecording(request)
  const read = async (at: number): Promise<Overview> =>
    (await request.get('/api/overview', { params: { recording: live.recording.name, at } })).json()
  const hostsOf = ({ rows }: Overview) => rows.flatMap(({ host }) => host?.title ?? [])
  const notesOf = ({ rows }: Overview) => rows.flatMap(({ destination }) => destination?.note ?? [])
  const before = await read(0)
  const newHost = (overview: Overview) => hostsOf(overview).find((host) => !hostsOf(before).includes(host))
  const routed = await firstMoment<Overview>(request, live, '/api/overview', ['config'], (overview) => newHost(overview) !== undefined)
  const host = newHost(await read(routed)) ?? ''
  await page.goto(addressWith('/', { recording: live.recording.name, at: String(routed - 400), freeze: '1' }))
  const ways = page.getByRole('list', { name: 'From outside' })
  await expect(ways.getByRole('listitem').first()).toBeVisible()
  await expect(ways.getByText(host)).toHaveCount(0)
  await page.getByRole('button', { name: 'Play the recording' }).click()
  await expect(ways.getByText(host).first()).toBeVisible()
  expect(notesOf(before).some((note) => note.startsWith('2 pods'))).toBe(false)
  const grown = await firstMoment<Overview>(request, live, '/api/overview', ['kubernetes'], (overview) =>
    notesOf(overview).some((note) => note.startsWith('2 pods')),
  )
  await page.goto(addressWith('/', { recording: live.recording.name, at: String(grown), freeze: '1' }))
  await expect(page.getByText(/^2 pods/).first()).toBeVisible()
})

test('a question’s counters, log lines and connections move as they were seen', async ({ page, request }) => {
  const { recording, timeline } = await liveRecording(request)
  const sent = recording.requests.find(({ outcome, from }) => outcome.status === 200 && !from.includes('.'))
  const tick = timeline.ticks.find(({ kind, at }) => kind === 'event' && at > 0)
  if (!sent || !tick) throw new Error('The live recording has no such request.')
  const question = { recording: recording.name, from: sent.from, url: sent.url, host: sent.host ?? '', freeze: '1' }
  await page.goto(addressWith('/', { ...question, at: '1' }))
  const card = page.locator('[data-path-canvas] [data-card]').filter({ hasText: 'DNAT' }).first()
  await expect(card).toBeVisible()
  await page.getByRole('button', { name: 'Log' }).click()
  const log = page.locator('[data-activity=access] li')
  await expect(page.getByText('No proxy has logged anything by this moment.')).toBeVisible()
  await page.locator('label').filter({ hasText: '4×' }).click()
  await page.getByRole('button', { name: 'Play the recording' }).click()
  await expect(log.first()).toBeVisible()
  await expect(page.locator('[data-activity=connections] li').filter({ hasText: /^new/ }).first()).toBeVisible()
  await expect(card).toContainText(/\+[1-9]/)
})

test('resumes after a lost connection where the last frame was', async ({ page, request }) => {
  const { recording, timeline } = await liveRecording(request)
  // Near the end: a stream that began anew where it was opened, at the start, would not come there while this test waits.
  const frame = timeline.frames.findLast(({ at }) => at < timeline.endMs - 5000)
  if (!frame) throw new Error('The live recording has no frame.')
  let connections = 0
  await page.route('**/api/events?*', async (route) => {
    connections += 1
    if (connections > 1) return route.continue()
    const hello = `retry: 100\nevent: hello\nid: 0\ndata: ${JSON.stringify({ recording: recording.name, at: 0, speed: 1, endMs: timeline.endMs })}\n\n`
    const event = `event: frame\nid: ${frame.at}\ndata: ${JSON.stringify(frame)}\n\n`
    await route.fulfill({ contentType: 'text/event-stream', body: hello + event })
  })
  await page.goto(addressWith('/requests', { recording: recording.name, freeze: '1' }))
  await page.getByRole('button', { name: 'Play the recording' }).click()
  await expect.poll(() => momentOf(page)).toBeGreaterThan(frame.at)
  expect(connections).toBe(2)
})

test('polls where streams are blocked', async ({ page, request }) => {
  const { recording } = await liveRecording(request)
  await page.route('**/api/events?*', (route) => route.abort())
  const polled = page.waitForRequest(/\/api\/poll\?/)
  await page.goto(addressWith('/requests', { recording: recording.name, freeze: '1' }))
  await page.getByRole('button', { name: 'Play the recording' }).click()
  await polled
  await expect.poll(() => momentOf(page)).toBeGreaterThan(1)
})

test('a recorded request of a live recording is shown as of its moment, and follows the player from there', async ({ page, request }) => {
  const { recording } = await liveRecording(request)
  const sent = recording.requests.findLast(({ outcome }) => outcome.status === 200)
  if (!sent) throw new Error('The live recording has no answered request.')
  await page.goto(addressWith('/', { recording: recording.name, request: sent.id, freeze: '1' }))
  await expect(stepCards(page).first()).toBeVisible()
  await expect(track(page)).toHaveAttribute('aria-valuenow', String(sent.endsAt))
  await expect(page.getByRole('button', { name: /^not compared/ })).toBeVisible()
  await track(page).press('Home')
  await expect.poll(() => momentOf(page)).toBe(1)
  await expect(stepCards(page).first()).toBeVisible()
  await expect(page.getByRole('button', { name: /^not compared/ })).toHaveCount(0)
})
