import { expect, type Page, test } from '@playwright/test'
import { type FakeApiServer, fakeApiServer, proxies } from './api-server'
import { type LiveProduct, startProduct } from './live-product'

/** Nobody listens there. */
const CLOSED = 'http://127.0.0.1:9'

let product: LiveProduct
let api: FakeApiServer
let address = ''

test.beforeAll(async () => {
  api = await fakeApiServer()
  product = await startProduct({ shop: { server: api.url }, gone: { server: CLOSED }, cloud: { server: CLOSED, runs: 'cloud-login' } })
  address = product.address
})

test.afterAll(() => {
  product?.close()
  api?.close()
})

const picker = (page: Page) => page.getByRole('button', { name: /^Source/ })
const contexts = (page: Page) => page.getByRole('region', { name: 'Clusters of your kubeconfig' })
const row = (page: Page, name: string) => contexts(page).getByRole('listitem').filter({ hasText: name })

async function connect(page: Page, name: string): Promise<void> {
  await picker(page).click()
  await row(page, name).getByRole('button', { name: 'Connect' }).click()
  await row(page, name).getByRole('button', { name: 'Connect' }).click()
  await expect(page).toHaveURL(new RegExp(`recording=${name}`))
  await expect(picker(page)).toContainText(name)
}

test('offers the kubeconfig’s contexts, and asks before anything is contacted', async ({ page }) => {
  await page.goto(`${address}/?freeze=1`)
  await picker(page).click()
  await expect(contexts(page).getByRole('listitem')).toHaveCount(3)
  await row(page, 'shop').getByRole('button', { name: 'Connect' }).click()
  await expect(row(page, 'shop')).toContainText(`Connects to ${new URL(api.url).host} with the credentials of your kubeconfig`)
  await row(page, 'shop').getByRole('button', { name: 'Cancel' }).click()
  await row(page, 'cloud').getByRole('button', { name: 'Connect' }).click()
  await expect(row(page, 'cloud')).toContainText('Runs “cloud-login” on this machine')
  expect(api.asked()).toEqual([])
})

test('shows the cluster that was chosen, and goes back to a recording', async ({ page }) => {
  await page.goto(`${address}/?freeze=1`)
  await connect(page, 'shop')
  await expect(page.getByText('storefront').first()).toBeVisible()
  expect(api.asked()).toContain('/api/v1/services')
  await picker(page).click()
  await page
    .getByRole('button', { name: /nginx-nodeport/ })
    .first()
    .click()
  await expect(picker(page)).toContainText('nginx-nodeport')
  await expect(page.getByText('storefront')).toHaveCount(0)
  await picker(page).click()
  await row(page, 'shop').getByRole('button', { name: 'Disconnect' }).click()
  await expect(row(page, 'shop').getByRole('button', { name: 'Connect' })).toBeVisible()
  await expect(picker(page)).toContainText('nginx-nodeport')
})

test('says why a cluster can’t be read, and leads back', async ({ page }) => {
  await page.goto(`${address}/?freeze=1`)
  await connect(page, 'gone')
  const alert = page.getByRole('alert').filter({ hasText: 'Not connected' })
  await expect(alert).toContainText('ECONNREFUSED')
  await picker(page).click()
  await row(page, 'gone').getByRole('button', { name: 'Disconnect' }).click()
  await expect(alert).toHaveCount(0)
  await expect(picker(page)).not.toContainText('gone')
  await expect(picker(page)).toContainText('recording')
})

test('says how far the reading is, and shows what is there meanwhile', async ({ page }) => {
  proxies(14)
  const release = api.hold(/portforward|\/exec/)
  await page.goto(`${address}/proxies?freeze=1`)
  await connect(page, 'shop')
  await expect(page.getByRole('status').filter({ hasText: '0 of 14 proxies' })).toBeVisible()
  // Who is there is shown before any of them has answered.
  await expect(page.getByRole('row').filter({ hasText: 'app-7' })).toBeVisible()
  release()
  await expect(page.getByRole('status').filter({ hasText: /^Read \d+ s ago/ })).toBeVisible()
})

test('draws what Prometheus kept of a proxy, and says what is missing where it kept nothing', async ({ page }) => {
  proxies(2)
  const connected = await page.request.post(`${address}/api/contexts`, { data: { context: 'shop', connect: true } })
  expect(connected.ok()).toBe(true)
  const open = `${address}/proxies?recording=shop&open=app-0.shop&freeze=1`
  const history = page.getByRole('region', { name: 'Kept by Prometheus' })
  await page.goto(open)
  await expect(history).toContainText('No Prometheus is configured')

  const until = Date.now()
  const from = until - 3_600_000
  const segments = [
    { from: from + 600_000, to: from + 1_200_000, state: 'SYNCED' },
    { from: from + 1_200_000, to: until, state: 'ERROR' },
  ]
  const types = { CDS: segments, LDS: segments, EDS: [], RDS: [], ECDS: [] }
  await page.route('**/api/history/xds*', (route) => route.fulfill({ json: { configured: true, from, until, stepMs: 15_000, types } }))
  await page.goto(open)
  const bands = history.getByRole('list', { name: 'LDS over time, kept by Prometheus' }).getByRole('listitem')
  await expect(bands).toHaveCount(2)
  await expect(bands.last()).toHaveAttribute('title', /^Error, .* \(40m\)$/)

  const message = 'Prometheus can’t be asked: connect ECONNREFUSED'
  await page.route('**/api/history/xds*', (route) => route.fulfill({ status: 503, json: { error: { code: 'unavailable', message } } }))
  await page.goto(open)
  await expect(history.getByRole('alert')).toContainText(message)
})
