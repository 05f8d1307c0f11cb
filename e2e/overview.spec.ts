import { expect, test } from '@playwright/test'
import type { Overview } from '@/lib/api/overview'
import type { Walk } from '@/lib/api/step'
import { addressWith, recordings, stepCards } from './product'

test('in every shipped recording, each row and node of the overview leads to the walk whose verdict it shows', async ({
  page,
  request,
}) => {
  test.setTimeout(300_000)
  for (const { name } of await recordings(request)) {
    const overview = (await (await request.get('/api/overview', { params: { recording: name } })).json()) as Overview
    await page.goto(addressWith('/', { recording: name, freeze: '1' }))
    const rows = page.getByRole('region', { name: 'Ways in and out' }).getByRole('listitem')
    await expect(rows, name).toHaveCount(overview.rows.length)
    const links = await rows.evaluateAll((items) =>
      items.map((item) =>
        [...item.querySelectorAll('a')].map((link) => ({
          href: link.getAttribute('href') ?? '',
          label: link.getAttribute('aria-label') ?? '',
        })),
      ),
    )
    for (const [index, row] of overview.rows.entries()) {
      const own = links[index] ?? []
      expect(own.at(-1)?.label, `${name} ${row.id}`).toContain(row.entry.title)
      const questions = own.map(({ href }) => Object.fromEntries(new URL(href, 'http://x').searchParams))
      const wanted = row.ways.map(({ question }) => question.url)
      expect(questions.map(({ url }) => url)).toEqual(row.side === 'outside' ? [...wanted, wanted[0]] : [wanted[0]])
      const first = own.at(-1)?.href ?? ''
      const walked = (await (await request.get(first.replace(/^\/\?/, '/api/walk?').replace(/&freeze=1/, ''))).json()) as Walk
      expect(walked.verdict, `${name} ${row.id}`).toMatchObject({ kind: row.ways[0]?.verdict.kind })
    }
  }
})

test('a row of the demo opens its walk, and the way back is the overview', async ({ page }) => {
  await page.goto('/?freeze=1')
  const row = page
    .getByRole('list', { name: 'From outside' })
    .getByRole('link', { name: /^Open the walk/ })
    .first()
  await row.click()
  await expect(stepCards(page).first()).toBeVisible()
  await page.goBack()
  await expect(row).toBeVisible()
})

test('what needs a look opens where it shows: a refusal its proxy’s row, with the whole text', async ({ page, request }) => {
  let seen = 0
  for (const { name } of await recordings(request)) {
    const { findings } = (await (await request.get('/api/overview', { params: { recording: name } })).json()) as Overview
    const refused = findings.find(({ kind }) => kind === 'nack')
    if (!refused?.proxy) continue
    await page.goto(addressWith('/', { recording: name, freeze: '1' }))
    await page.getByRole('link', { name: new RegExp(`${refused.proxy} refuses its configuration`) }).click()
    await expect(page.getByRole('button', { name: `Close ${refused.proxy}` })).toHaveAttribute('aria-expanded', 'true')
    await expect(page.getByRole('region', { name: /^NACK/ }).first()).toBeVisible()
    // By itself, also where Envoy says it behind the whole resource that it refused.
    const reason = refused.detail.slice(refused.detail.indexOf(':') + 2)
    await expect(page.getByRole('region', { name: /^NACK/ }).getByText(reason, { exact: true }).first()).toBeInViewport()
    seen++
  }
  expect(seen).toBeGreaterThan(1)
})
