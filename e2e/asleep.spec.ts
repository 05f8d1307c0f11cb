import { expect, test } from '@playwright/test'
import { type FakeApiServer, fakeApiServer } from './api-server'
import { type LiveProduct, startProduct } from './live-product'

let product: LiveProduct
let api: FakeApiServer

test.beforeAll(async () => {
  api = await fakeApiServer()
  product = await startProduct({ shop: { server: api.url } })
})

test.afterAll(() => {
  product?.close()
  api?.close()
})

test('a page that slept for an hour takes up its stream again, and shows what came meanwhile', async ({ page }) => {
  const streams: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/events')) streams.push(request.url())
  })
  await page.clock.install()
  const connected = await page.request.post(`${product.address}/api/contexts`, { data: { context: 'shop', connect: true } })
  expect(connected.ok()).toBe(true)
  await page.goto(`${product.address}/?recording=shop&freeze=1`)
  await expect(page.getByText('storefront').first()).toBeVisible()
  await expect.poll(() => streams.length).toBe(1)
  // Its connection stands, and nothing comes by it: so a machine wakes up.
  const goOn = product.pause()
  api.addService('after-the-sleep')
  await page.clock.fastForward('01:00:00')
  await expect.poll(() => streams.length).toBe(2)
  await expect(page.getByText('after-the-sleep')).toHaveCount(0)
  goOn()
  await expect(page.getByText('after-the-sleep').first()).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: /^Read \d+ s ago/ })).toBeVisible()
})

test('a page that is shown asks again each minute, also where no stream tells of changes', async ({ page }) => {
  const asked: string[] = []
  page.on('request', (request) => {
    if (request.url().includes('/api/overview')) asked.push(request.url())
  })
  await page.route('**/api/events*', (route) => route.abort())
  await page.clock.install()
  const connected = await page.request.post(`${product.address}/api/contexts`, { data: { context: 'shop', connect: true } })
  expect(connected.ok()).toBe(true)
  await page.goto(`${product.address}/?recording=shop&freeze=1`)
  await expect(page.getByText('storefront').first()).toBeVisible()
  const before = asked.length
  await page.clock.fastForward('00:59')
  expect(asked.length).toBe(before)
  await page.clock.fastForward('00:02')
  await expect.poll(() => asked.length).toBeGreaterThan(before)
})
