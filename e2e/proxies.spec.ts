import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import { addressWith, recordings } from './product'

/** The first shipped recording of whose proxies this holds. */
async function recordingWith(api: APIRequestContext, holds: (answer: ProxiesAnswer) => boolean) {
  for (const { name } of await recordings(api)) {
    const answer = (await (await api.get('/api/proxies', { params: { recording: name } })).json()) as ProxiesAnswer
    if (holds(answer)) return { name, ...answer }
  }
  throw new Error('No shipped recording has such proxies.')
}

const inState = (state: string) => (answer: ProxiesAnswer) =>
  answer.proxies.some(({ sync }) => Object.values(sync ?? {}).some((cell) => cell.state === state))

/** The rows' proxies, top to bottom: the cell's title is POD.NAMESPACE. */
const order = (page: Page) =>
  page.locator('[data-row]').evaluateAll((rows) => rows.map((row) => row.querySelector('[role=cell][title]')?.getAttribute('title') ?? ''))

test('the Proxies view shows every proxy, and why one refuses what istiod sent', async ({ page, request }) => {
  const { name, proxies } = await recordingWith(request, inState('ERROR'))
  const refusing = proxies.find(({ sync }) => Object.values(sync ?? {}).some(({ state }) => state === 'ERROR'))
  if (!refusing) throw new Error('The recording has no proxy in error.')
  await page.goto(addressWith('/', { recording: name, freeze: '1' }))
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: /Proxies/ })
    .click()
  const table = page.getByRole('table', { name: 'Proxies' })
  await expect(table.getByRole('row')).toHaveCount(proxies.length + 1)
  // Worst first.
  const first = table.getByRole('row').nth(1)
  await expect(first).toContainText(refusing.name)
  await expect(first).toContainText('Error')
  await expect(first).toContainText(refusing.version ?? 'a version')
  await expect(first).toContainText(refusing.istiod ?? 'an istiod')
  const until = refusing.certificates[0]?.notAfter
  if (until) await expect(first.getByTitle(new RegExp(until.slice(0, 10)))).toBeVisible()
  await first.getByRole('button', { name: /^Open/ }).click()
  const error = Object.values(refusing.sync ?? {}).find(({ state }) => state === 'ERROR')?.error ?? ''
  expect(error).not.toBe('')
  await expect(page.getByRole('region', { name: /^NACK/ }).locator('pre').first()).toHaveText(error.trim())
  await page.reload()
  await expect(page.getByRole('region', { name: /^NACK/ }).first()).toBeVisible()
})

test('rows are filtered by name, state and namespace, and sorted by a column', async ({ page, request }) => {
  const { name, proxies } = await recordingWith(
    request,
    (answer) => answer.proxies.length > 3 && new Set(answer.proxies.map(({ namespace }) => namespace)).size > 1,
  )
  await page.goto(addressWith('/proxies', { recording: name, freeze: '1' }))
  const table = page.getByRole('table', { name: 'Proxies' })
  await expect(table.getByRole('row')).toHaveCount(proxies.length + 1)
  await page.locator('body').press('/')
  const wanted = proxies.at(-1)
  if (!wanted) throw new Error('The recording has no proxy.')
  await page.keyboard.type(wanted.name)
  await expect(table.getByRole('row')).toHaveCount(proxies.filter(({ id }) => id.includes(wanted.name)).length + 1)
  await page.getByRole('textbox', { name: 'Filter by name' }).fill('nothing is called so')
  await expect(page.getByRole('heading', { name: 'No proxy matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(table.getByRole('row')).toHaveCount(proxies.length + 1)

  await page.getByRole('combobox', { name: 'Namespace' }).selectOption(wanted.namespace)
  const here = proxies.filter(({ namespace }) => namespace === wanted.namespace).map(({ id }) => id)
  await expect.poll(async () => (await order(page)).toSorted()).toEqual(here.toSorted())
  await page.getByRole('combobox', { name: 'Namespace' }).selectOption('')

  const head = page.getByRole('columnheader', { name: 'Name' })
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'ascending')
  const ids = proxies.map(({ id }) => id).toSorted()
  await expect.poll(() => order(page)).toEqual(ids)
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  await expect.poll(() => order(page)).toEqual(ids.toReversed())
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'none')
})

test('a state is chosen to see only its proxies', async ({ page, request }) => {
  const { name, proxies } = await recordingWith(request, inState('STALE'))
  const stale = proxies.filter(({ sync }) => {
    const states = Object.values(sync ?? {}).map(({ state }) => state)
    return states.includes('STALE') && !states.includes('ERROR')
  })
  await page.goto(addressWith('/proxies', { recording: name, freeze: '1' }))
  await page
    .locator('label')
    .filter({ hasText: `Stale ${stale.length}` })
    .click()
  await expect.poll(async () => (await order(page)).toSorted()).toEqual(stale.map(({ id }) => id).toSorted())
  await expect(page).toHaveURL(/state=stale/)
})

test('the keyboard walks the rows, opens one, and compares istiod with Envoy', async ({ page, request }) => {
  const { name } = await recordingWith(request, inState('ERROR'))
  await page.goto(addressWith('/proxies', { recording: name, freeze: '1' }))
  await expect(page.locator('[data-row="0"]')).toBeVisible()
  const [first, second] = await order(page)
  await page.getByRole('button', { name: `Open ${first}` }).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('button', { name: `Open ${second}` })).toBeFocused()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: `Close ${first}` })).toHaveAttribute('aria-expanded', 'true')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: `Open ${first}` })).toBeFocused()
  await page.keyboard.press('d')
  await expect(page.getByRole('complementary', { name: 'Resources' })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`diff=${first}`))
  await expect(page.getByText('LDS', { exact: true }).first()).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('table', { name: 'Proxies' })).toBeVisible()
})

test('a resource that differs is shown split and unified, with signs before the lines', async ({ page, request }) => {
  for (const { name } of await recordings(request)) {
    const { proxies } = (await (await request.get('/api/proxies', { params: { recording: name } })).json()) as ProxiesAnswer
    for (const { id, sync } of proxies) {
      if (!sync) continue
      const answer = await request.get('/api/diff', { params: { recording: name, proxy: id, type: 'clusters' } })
      const { match, resources, unified } = await answer.json()
      if (!answer.ok() || match || !resources.some(({ change }: { change: string }) => change === 'changed')) continue
      await page.goto(addressWith('/proxies', { recording: name, diff: id, type: 'clusters', freeze: '1' }))
      await page.getByRole('complementary', { name: 'Resources' }).getByText('≠').first().click()
      const lines = page.getByRole('region', { name: 'Lines' })
      await expect(lines).toBeVisible()
      await page.locator('label').filter({ hasText: 'Unified' }).click()
      const changed = unified.split('\n').find((line: string) => line.startsWith('+') && !line.startsWith('+++'))
      await expect(lines).toContainText(changed.slice(1).trim())
      return
    }
  }
  throw new Error('No shipped recording has a cluster that differs.')
})
