import { expect, type Page, test } from '@playwright/test'
import { addressWith, momentOf, recordings, requestAddress, stepCards, withholdScript } from './product'

const failure = { status: 500, json: { error: { code: 'internal', message: 'The server failed at this; its log says more.' } } }

interface View {
  name: string
  /** The part of the API that this view needs. */
  api: string
  address: (demo: { name: string; request: string; from: string; url: string }) => string
  failed: string
  shown: (page: Page) => Promise<void>
}

const views: View[] = [
  {
    name: 'overview',
    api: '**/api/overview?*',
    address: ({ name }) => addressWith('/', { recording: name, freeze: '1' }),
    failed: 'The overview could not be made',
    shown: (page) => expect(page.getByRole('list', { name: 'From outside' })).toBeVisible(),
  },
  {
    name: 'question',
    api: '**/api/walk?*',
    address: ({ name, from, url }) => addressWith('/', { recording: name, from, url, freeze: '1' }),
    failed: 'This question could not be answered',
    shown: (page) => expect(stepCards(page).first()).toBeVisible(),
  },
  {
    name: 'recorded request',
    api: '**/api/request?*',
    address: ({ name, request }) => requestAddress(name, { id: request }),
    failed: 'The recorded request could not be shown',
    shown: (page) => expect(stepCards(page).first()).toBeVisible(),
  },
  {
    name: 'proxies',
    api: '**/api/proxies?*',
    address: ({ name }) => addressWith('/proxies', { recording: name, freeze: '1' }),
    failed: 'The proxies could not be read',
    shown: (page) => expect(page.getByRole('row').nth(1)).toBeVisible(),
  },
  {
    name: 'requests',
    api: '**/api/strips?*',
    address: ({ name }) => addressWith('/requests', { recording: name, freeze: '1' }),
    failed: 'The walks of these requests could not be computed',
    shown: (page) => expect(page.getByRole('img').first()).toBeVisible(),
  },
  {
    name: 'recordings',
    api: '**/api/recordings',
    address: ({ name }) => addressWith('/proxies', { recording: name, freeze: '1' }),
    failed: 'The list of recordings could not be read',
    shown: (page) => expect(page.getByRole('row').nth(1)).toBeVisible(),
  },
]

for (const view of views) {
  test(`${view.name}: what failed is said with Retry, and Retry shows it`, async ({ page, request }) => {
    const [demo] = await recordings(request)
    const sent = demo?.requests[0]
    if (!demo || !sent) throw new Error('The demo has no request.')
    await page.route(view.api, (route) => route.fulfill(failure))
    await page.goto(view.address({ name: demo.name, request: sent.id, from: sent.from, url: sent.url }))
    const alert = page.getByRole('alert').filter({ hasText: view.failed })
    await expect(alert).toContainText('The server failed at this; its log says more.')
    await page.unroute(view.api)
    await alert.getByRole('button', { name: 'Retry' }).click()
    await view.shown(page)
    await expect(alert).toHaveCount(0)
  })

  test(`${view.name}: says that it is loading`, async ({ page, request }) => {
    const [demo] = await recordings(request)
    const sent = demo?.requests[0]
    if (!demo || !sent) throw new Error('The demo has no request.')
    const gate = Promise.withResolvers<void>()
    await page.route(view.api, async (route) => {
      await gate.promise
      await route.continue()
    })
    await page.goto(view.address({ name: demo.name, request: sent.id, from: sent.from, url: sent.url }))
    if (view.name === 'requests') await expect(page.locator('.skeleton').first()).toBeVisible()
    else await expect(page.getByRole('status').filter({ has: page.locator('.skeleton') })).toBeVisible()
    gate.resolve()
    await view.shown(page)
    await expect(page.locator('.skeleton')).toHaveCount(0)
  })
}

test('a server that does not answer is said so', async ({ page }) => {
  await page.route('**/api/recordings', (route) => route.abort())
  await page.goto('/')
  await expect(page.getByRole('alert').filter({ hasText: 'The list of recordings could not be read' })).toContainText('does not answer')
})

test('the page stays while the script of a view is on its way', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const release = await withholdScript(page, '/api/overview')
  await page.goto(addressWith('/', { recording: demo?.name ?? '', freeze: '1' }), { waitUntil: 'commit' })
  // The browser has asked for the recordings, so that only the view itself is missing.
  const tab = page.locator('header').getByText('recorded requests')
  await expect(tab).toBeAttached()
  await expect(tab).toBeVisible()
  await expect(page.getByRole('status', { name: 'Loading' })).toBeVisible()
  release()
  await expect(page.getByRole('list', { name: 'From outside' })).toBeVisible()
})

test('a recording that is not there is said so, and the first one is offered', async ({ page, request }) => {
  const [demo] = await recordings(request)
  for (const path of ['/', '/proxies', '/requests']) {
    await page.goto(addressWith(path, { recording: 'nowhere', freeze: '1' }))
    await expect(page.getByRole('heading', { name: 'There is no recording nowhere' })).toBeVisible()
  }
  await page.getByRole('button', { name: `Open ${demo?.name}` }).click()
  await expect(page.getByRole('row').nth(1)).toBeVisible()
})

test('a request that is not there is said so in both languages, and the overview is offered', async ({
  page,
  request,
  context,
  baseURL,
}) => {
  const [demo] = await recordings(request)
  if (!demo) throw new Error('There is no demo.')
  const address = requestAddress(demo.name, { id: 'nothing-such' })
  await page.goto(address)
  await expect(page.getByRole('alert').filter({ hasText: 'could not be shown' })).toContainText(
    `The recording “${demo.name}” has no request “nothing-such”.`,
  )
  await context.addCookies([{ name: 'hopscope-locale', value: 'ko', url: baseURL ?? '' }])
  await page.goto(address)
  await expect(page.getByText(`“${demo.name}” 기록에 “nothing-such” 요청이 없습니다.`)).toBeVisible()
  await page.getByRole('button', { name: '전체 보기 열기' }).click()
  await expect(page.getByRole('list', { name: '밖에서' })).toBeVisible()
})

test('an address with nonsense in it shows what can be shown', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const sent = demo?.requests[0]
  if (!demo || !sent) throw new Error('The demo has no request.')
  const nonsense = { at: 'soon', ways: 'sideways', freeze: 'maybe', follow: '9.x.-', step: '999z', view: 'nowhere', sort: 'up', mode: '3d' }
  await page.goto(addressWith('/', { ...nonsense, recording: demo.name, request: sent.id }))
  await expect(stepCards(page).first()).toBeVisible()
  await page.goto(addressWith('/', { ...nonsense, recording: demo.name, from: sent.from }))
  await expect(page.getByRole('list', { name: 'From outside' })).toBeVisible()
  await page.goto(addressWith('/', { ...nonsense, recording: demo.name, from: 'nobody', url: 'ht!tp://[' }))
  await expect(page.getByText('Unknown', { exact: true }).first()).toBeVisible()
  await page.goto(addressWith('/proxies', { ...nonsense, recording: demo.name, open: '???', state: 'odd' }))
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await page.goto(addressWith('/proxies', { recording: demo.name, diff: 'nobody.nowhere', type: 'clusters' }))
  await expect(page.getByRole('alert').filter({ hasText: 'no istiod was asked' })).toBeVisible()
})

test('a comparison that has no dump says so in Korean', async ({ page, request, context, baseURL }) => {
  const [demo] = await recordings(request)
  await context.addCookies([{ name: 'hopscope-locale', value: 'ko', url: baseURL ?? '' }])
  await page.goto(addressWith('/proxies', { recording: demo?.name ?? '', diff: 'nobody.nowhere', type: 'clusters' }))
  await expect(page.getByRole('alert').filter({ hasText: '답한 istiod가 없습니다' })).toBeVisible()
})

test('a moment that can’t be read leaves the one before in place and says so', async ({ page, request }) => {
  const recording = (await recordings(request)).find(({ live }) => live)
  const sent = recording?.requests[0]
  if (!recording || !sent) throw new Error('The product ships no live recording.')
  await page.goto(addressWith('/', { recording: recording.name, from: sent.from, url: sent.url, host: sent.host ?? '', freeze: '1' }))
  await expect(stepCards(page).first()).toBeVisible()
  await page.route('**/api/walk?*', (route) => route.fulfill(failure))
  await page.getByRole('button', { name: 'One event on' }).click()
  await expect.poll(() => momentOf(page)).toBeGreaterThan(1)
  const alert = page.getByRole('alert').filter({ hasText: 'Of a moment before' })
  await expect(alert).toBeVisible()
  await expect(stepCards(page).first()).toBeVisible()
  await page.unroute('**/api/walk?*')
  await alert.getByRole('button', { name: 'Retry' }).click()
  await expect(alert).toHaveCount(0)
})
