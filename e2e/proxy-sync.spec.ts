import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import type { ConfigSearch } from '@/lib/api/proxy-config'
import type { ProxyDifferences, ProxyHistory } from '@/lib/api/proxy-history'
import { addressWith, recordings } from './product'

type Found = { recording: string; proxy: string; type: ProxyDifferences['types'][number] }

async function proxiesOf(api: APIRequestContext, recording: string): Promise<string[]> {
  const answer = await api.get('/api/proxies', { params: { recording } })
  return ((await answer.json()) as { proxies: { id: string }[] }).proxies.map(({ id }) => id)
}

/** The first proxy of a shipped recording of whose types in trouble this holds. */
async function typeInTrouble(api: APIRequestContext, holds: (type: Found['type']) => boolean): Promise<Found> {
  for (const { name: recording } of await recordings(api)) {
    for (const proxy of await proxiesOf(api, recording)) {
      const answer = await api.get('/api/proxies/differences', { params: { recording, proxy } })
      const type = ((await answer.json()) as ProxyDifferences).types.find(holds)
      if (type) return { recording, proxy, type }
    }
  }
  throw new Error('No shipped recording has a proxy in such trouble.')
}

const rowOf = (page: Page, proxy: string) => page.locator('[data-row]').filter({ has: page.locator(`[role=cell][title="${proxy}"]`) })

test('a type in trouble names the resources behind it, and each opens in the comparison, as JSON and as YAML', async ({
  page,
  request,
}) => {
  const { recording, proxy, type } = await typeInTrouble(request, ({ type, resources }) => type !== 'EDS' && resources.length > 0)
  await page.goto(addressWith('/proxies', { recording, open: proxy, freeze: '1' }))
  const list = page.getByRole('list', { name: `What differs, ${type.type}` })
  await expect(list.getByRole('button')).toHaveText(type.resources.slice(0, 6).map(({ name }) => name))
  if (type.since) await expect(page.locator('main')).toContainText(type.since.time.slice(11, 19))
  const [first] = type.resources
  await list.getByRole('button').first().click()
  await expect(page).toHaveURL(/resource=/)
  await expect(page.getByRole('heading', { level: 1, name: proxy })).toBeVisible()
  await expect(page.locator('main')).toContainText(first?.name ?? '?')
  await expect(page.locator('main')).toContainText('"name":')
  await page.getByRole('radio', { name: 'YAML' }).check({ force: true })
  await expect(page.locator('main')).not.toContainText('"name":')
  await expect(page.locator('main')).toContainText(/\bname: /)
  await expect(page).toHaveURL(/format=yaml/)
})

test('a proxy that was watched has a band a type, with each state that it had', async ({ page, request }) => {
  for (const { name: recording, durationMs } of await recordings(request)) {
    if (!durationMs) continue
    for (const proxy of await proxiesOf(request, recording)) {
      const answer = await request.get('/api/proxies/history', { params: { recording, proxy, at: durationMs } })
      const history = (await answer.json()) as ProxyHistory
      if (history.readings < 2) continue
      await page.goto(addressWith('/proxies', { recording, at: String(durationMs), open: proxy, freeze: '1' }))
      await expect(rowOf(page, proxy)).toBeVisible()
      const watched = page.getByRole('region', { name: 'While watched' })
      await expect(watched).toContainText(`${history.readings} readings`)
      for (const type of ['CDS', 'LDS', 'EDS', 'RDS'] as const) {
        const segments = watched.getByRole('list', { name: `${type} while watched` }).getByRole('listitem')
        await expect(segments).toHaveCount(history.types[type].length)
        for (const [index, { from, state }] of history.types[type].entries()) {
          await expect(segments.nth(index)).toHaveAttribute('data-state', state)
          const begin = new Date(Date.parse(history.start ?? '') + from).toISOString().slice(11, 19)
          await expect(segments.nth(index)).toHaveAttribute('title', new RegExp(`, ${begin} to `))
        }
      }
      return
    }
  }
  throw new Error('No shipped recording watched a proxy.')
})

test('words are found in everything that an Envoy has', async ({ page, request }) => {
  const recording = 'bookinfo'
  const proxy = (await proxiesOf(request, recording))[0] ?? ''
  const answer = await request.get('/api/config/search', { params: { recording, proxy, q: 'reviews' } })
  const found = ((await answer.json()) as ConfigSearch).kinds.filter(({ total }) => total > 0)
  expect(found.length).toBeGreaterThan(1)
  await page.goto(addressWith('/proxies', { recording, diff: proxy, config: 'all', freeze: '1' }))
  await page.getByRole('textbox', { name: 'Find in everything' }).fill('reviews')
  for (const { rows } of found)
    for (const { cells } of rows.slice(0, 2))
      await expect(page.getByRole('cell', { name: cells.filter(Boolean).join('  ') }).first()).toBeAttached()
  await expect(page.locator('main').getByRole('table')).toHaveCount(found.length)
  await page.getByRole('button', { name: 'Show the table' }).first().click()
  await expect(page).toHaveURL(/config=(?!all)[a-z]+/)
})
