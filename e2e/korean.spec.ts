import { type APIRequestContext, expect, test } from '@playwright/test'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import type { RecordingSummary, RequestSummary } from '@/lib/api/recordings'
import { expectNoEnglish } from './english'
import { addressWith, openWalk, recordings, requestAddress, stepCards } from './product'

const PANEL = '[data-path-panel]'

test.beforeEach(async ({ context, baseURL }) => {
  await context.addCookies([{ name: 'hopscope-locale', value: 'ko', url: baseURL ?? '' }])
})

/** What is not ours to say on a recording's pages: its own Korean titles, and why Envoy refused what istiod sent. */
async function quotedIn(api: APIRequestContext, { name, title, about, requests }: RecordingSummary): Promise<string[]> {
  return [title.ko, about.ko, ...requests.flatMap((sent) => [sent.title.ko, sent.url]), ...(await refusals(api, name))]
}

async function refusals(api: APIRequestContext, recording: string): Promise<string[]> {
  const { proxies }: ProxiesAnswer = await (await api.get('/api/proxies', { params: { recording } })).json()
  return proxies.flatMap(({ sync }) => Object.values(sync ?? {}).flatMap(({ error }) => error ?? []))
}

/** A request for each way in which the shipped recordings' requests end: curl's exit, the status' class, not compared. */
function differentRequests(all: readonly RecordingSummary[]): { recording: RecordingSummary; sent: RequestSummary }[] {
  const chosen = new Map<string, { recording: RecordingSummary; sent: RequestSummary }>()
  for (const recording of all)
    for (const sent of recording.requests) {
      const end = `${sent.outcome.exit} ${Math.floor(sent.outcome.status / 100)} ${sent.compare}`
      if (!chosen.has(end)) chosen.set(end, { recording, sent })
    }
  return [...chosen.values()]
}

/** The first recording, a live one, and those in which an Envoy refuses something or a request is not compared. */
async function chosenRecordings(api: APIRequestContext): Promise<RecordingSummary[]> {
  const all = await recordings(api)
  const chosen = new Set([all[0], all.find(({ live }) => live), all.find(({ requests }) => requests.some(({ compare }) => !compare))])
  for (const one of all) if ((await refusals(api, one.name)).length > 0) chosen.add(one)
  return [...chosen].filter((one) => one !== undefined)
}

test('every view of different recordings speaks Korean', async ({ page, request }) => {
  test.setTimeout(120_000)
  const chosen = await chosenRecordings(request)
  expect(chosen.length).toBeGreaterThan(2)
  for (const recording of chosen) {
    const { name, requests } = recording
    const raw = await quotedIn(request, recording)
    await page.goto(addressWith('/', { recording: name, freeze: '1' }))
    await expect(page.getByRole('heading', { name: '살펴볼 것' })).toBeVisible()
    await expectNoEnglish(page, `${name}: overview`, raw)
    await page.goto(addressWith('/', { recording: name, view: 'analysis', freeze: '1' }))
    await page.getByRole('list', { name: '분석 결과' }).getByRole('button', { expanded: false }).last().click()
    await expectNoEnglish(page, `${name}: analysis`, raw)
    await page.goto(addressWith('/requests', { recording: name, freeze: '1' }))
    if (requests.length > 0) await expect(page.getByRole('row').nth(1)).toBeVisible()
    await expect(page.locator('.skeleton')).toHaveCount(0)
    await expectNoEnglish(page, `${name}: requests`, raw)
    await page.goto(addressWith('/proxies', { recording: name, freeze: '1' }))
    await expect(page.locator('.skeleton')).toHaveCount(0)
    const row = page.locator('[data-row="0"] [data-row-button]')
    if ((await row.count()) > 0) await row.click()
    await expectNoEnglish(page, `${name}: proxies`, raw)
  }
})

test('each step of walks that end differently is told in Korean', async ({ page, request }) => {
  test.setTimeout(300_000)
  const different = differentRequests(await recordings(request))
  expect(different.length).toBeGreaterThan(5)
  for (const { recording, sent } of different) {
    const raw = await quotedIn(request, recording)
    const at = `${recording.name} ${sent.id}`
    await openWalk(page, requestAddress(recording.name, sent))
    await expectNoEnglish(page, at, raw)
    const cards = stepCards(page)
    let told = 0
    for (let card = 0; card < (await cards.count()); card++) {
      await cards.nth(card).evaluate((element: HTMLElement) => element.click())
      await expectNoEnglish(page, `${at}, card ${card + 1}`, raw, PANEL)
      told += await page.locator(PANEL).count()
    }
    expect(told, at).toBeGreaterThan(0)
  }
})

test('what lies over a view, and a file that is refused, speak Korean', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const sent = demo?.requests.find(({ compare }) => compare)
  if (!demo || !sent) throw new Error('The demo has no request that is compared.')
  await openWalk(page, requestAddress(demo.name, sent))
  await page.keyboard.press('l')
  await page.locator('body').press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoEnglish(page, 'keys')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toBeVisible()
  await expectNoEnglish(page, 'search')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /커널 트레이스와 .* 일치$/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoEnglish(page, 'comparison')
  await page.keyboard.press('Escape')
  for (const [name, content] of [
    ['none.zip', 'no zip at all'],
    ['half.zip', 'PK\x03\x04 and no more'],
  ] as const) {
    await page.getByRole('button', { name: /데이터:/ }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoEnglish(page, 'recordings')
    await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/zip', buffer: Buffer.from(content) })
    await expect(page.getByRole('status').filter({ hasText: name })).toBeVisible()
    await expectNoEnglish(page, name)
  }
})

test('rules, differences, connections, sockets and configuration speak Korean', async ({ page, request }) => {
  test.setTimeout(180_000)
  const [demo] = await recordings(request)
  const first = demo?.requests[0]
  if (!demo || !first) throw new Error('The demo has no request.')
  const { proxies }: ProxiesAnswer = await (await request.get('/api/proxies', { params: { recording: demo.name } })).json()
  const [proxy] = proxies
  if (!proxy) throw new Error('The demo has no proxy.')
  const pod = proxy.id.split('.')
  for (const netns of [proxy.node ?? '', `${pod[1]}.${pod[0]}`]) {
    await page.goto(addressWith('/netfilter', { recording: demo.name, netns, request: first.id, freeze: '1' }))
    await expect(page.locator('.skeleton')).toHaveCount(0)
    for (const tab of ['규칙', '연결', '차이', '소켓']) {
      const button = page.getByRole('radio', { name: tab, exact: true })
      if ((await button.count()) === 0) continue
      await button.check({ force: true })
      await expect(page.locator('.skeleton')).toHaveCount(0)
      await expectNoEnglish(page, `${netns}: ${tab}`)
    }
  }
  for (const type of ['clusters', 'listeners', 'routes']) {
    await page.goto(addressWith('/proxies', { recording: demo.name, diff: proxy.id, type }))
    await expect(page.locator('.skeleton')).toHaveCount(0)
    await expectNoEnglish(page, `difference: ${type}`)
  }
  for (const config of ['listeners', 'routes', 'clusters', 'endpoints', 'secrets', 'bootstrap', 'ecds']) {
    await page.goto(addressWith('/proxies', { recording: demo.name, diff: proxy.id, config }))
    await expect(page.locator('.skeleton')).toHaveCount(0)
    await expectNoEnglish(page, `configuration: ${config}`)
  }
})

test('what fails, is empty, or is not there is said in Korean', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const sent = demo?.requests[0]
  if (!demo || !sent) throw new Error('The demo has no request.')
  const question = { recording: demo.name, from: sent.from, url: sent.url, freeze: '1' }
  for (const [address, raw] of [
    [addressWith('/', { recording: 'nowhere' }), []],
    [requestAddress(demo.name, { id: 'nothing-such' }), []],
    [addressWith('/', { ...question, method: 'NO SUCH' }), ['NO SUCH']],
    [addressWith('/', { ...question, header: 'no name and value' }), ['no name and value']],
    [addressWith('/', { ...question, from: 'nobody' }), ['nobody']],
    [addressWith('/', { ...question, url: 'ht!tp://[' }), ['ht!tp://[']],
    [addressWith('/', { ...question, at: '999999999' }), []],
    [addressWith('/proxies', { recording: demo.name, diff: 'nobody.nowhere', type: 'clusters' }), []],
    [addressWith('/proxies', { recording: demo.name, diff: 'nobody.nowhere', config: 'clusters' }), []],
    [addressWith('/netfilter', { recording: demo.name, netns: 'nowhere' }), []],
    ['/no-such-page', []],
  ] as const) {
    await page.goto(address)
    await expect(
      page.getByRole('status').or(page.getByRole('alert')).or(page.getByRole('heading')).or(stepCards(page)).first(),
    ).toBeVisible()
    await expect(page.locator('.skeleton')).toHaveCount(0)
    await expectNoEnglish(page, address, raw)
  }
})
