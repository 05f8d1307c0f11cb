import { expect, type Locator, type Page, test } from '@playwright/test'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import { addressWith, openWalk, recordings, requestAddress } from './product'

const phone = { width: 390, height: 844 }

/** Whether all of a box lies between the window's left and right edge. */
async function fits(part: Locator, page: Page): Promise<boolean> {
  const box = await part.boundingBox()
  return box !== null && box.x >= 0 && box.x + box.width <= (page.viewportSize()?.width ?? 0)
}

test('a page at 200 % scrolls as a whole, so that the picture has room', async ({ page, request }) => {
  await page.setViewportSize({ width: 720, height: 450 })
  const [demo] = await recordings(request)
  const sent = demo?.requests[0]
  if (!demo || !sent) throw new Error('The demo has no request.')
  await openWalk(page, requestAddress(demo.name, sent))
  const picture = page.locator('[data-path-canvas]')
  await picture.evaluate((element) => element.scrollIntoView({ block: 'end' }))
  const box = await picture.boundingBox()
  const seen = Math.min(450, (box?.y ?? 0) + (box?.height ?? 0)) - Math.max(0, box?.y ?? 0)
  expect(seen).toBeGreaterThan(240)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(720)
})

test('on a phone the requests show what was asked and what came', async ({ page, request }) => {
  await page.setViewportSize(phone)
  const [demo] = await recordings(request)
  await page.goto(addressWith('/requests', { recording: demo?.name ?? '', freeze: '1' }))
  const head = page.getByRole('columnheader')
  await expect(head).toHaveText(['Title', 'Verdict', 'Status'])
  expect(await fits(head.last(), page)).toBe(true)
})

test('on a phone what lies behind a proxy’s row stands in the window, however far the table is moved', async ({ page, request }) => {
  await page.setViewportSize(phone)
  for (const { name } of await recordings(request)) {
    const { proxies } = (await (await request.get('/api/proxies', { params: { recording: name } })).json()) as ProxiesAnswer
    const refusing = proxies.find(({ sync }) => Object.values(sync ?? {}).some(({ state }) => state === 'ERROR'))
    if (!refusing) continue
    await page.goto(addressWith('/proxies', { recording: name, open: refusing.id, freeze: '1' }))
    const refusal = page.getByRole('region', { name: /^NACK/ }).first()
    await expect(refusal).toBeVisible()
    expect(await fits(refusal, page)).toBe(true)
    await page.getByRole('columnheader', { name: 'Certificate' }).scrollIntoViewIfNeeded()
    expect(await fits(refusal, page)).toBe(true)
    return
  }
  throw new Error('No shipped recording has a proxy that refused something.')
})

test('on a phone a rule has the width of the window', async ({ page, request }) => {
  await page.setViewportSize(phone)
  const [demo] = await recordings(request)
  const sent = demo?.requests[0]
  await page.goto(addressWith('/netfilter', { recording: demo?.name ?? '', request: sent?.id ?? '', freeze: '1' }))
  const rules = page.getByRole('table').getByRole('row').nth(1).getByRole('cell').last()
  await expect(rules).toBeVisible()
  expect((await rules.boundingBox())?.width).toBeGreaterThan(300)
})

test('on a phone no view is wider than the window', async ({ page, request }) => {
  await page.setViewportSize(phone)
  const [demo, ...others] = await recordings(request)
  const live = others.find(({ live }) => live)
  if (!demo || !live) throw new Error('No shipped recording is live.')
  const { proxies } = (await (await request.get('/api/proxies', { params: { recording: demo.name } })).json()) as ProxiesAnswer
  const proxy = proxies[0]?.id ?? ''
  const views: [address: string, shown: Locator][] = [
    [addressWith('/', { recording: demo.name }), page.getByRole('list', { name: 'From outside' })],
    [addressWith('/proxies', { recording: demo.name, diff: proxy, config: 'listeners' }), page.getByRole('row').nth(1)],
    [
      addressWith('/proxies', { recording: demo.name, diff: proxy, config: 'describe' }),
      page.getByRole('heading', { name: 'What istioctl prints' }),
    ],
    [addressWith('/netfilter', { recording: demo.name, part: 'connections' }), page.getByRole('table').first()],
    [addressWith('/', { recording: live.name, request: live.requests[0]?.id ?? '' }), page.locator('[data-player]')],
  ]
  for (const [address, shown] of views) {
    await page.goto(`${address}&freeze=1`)
    await expect(shown).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBe(phone.width)
  }
  expect((await page.getByRole('slider').boundingBox())?.width).toBeGreaterThan(300)
})
