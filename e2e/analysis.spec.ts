import { type APIRequestContext, expect, test } from '@playwright/test'
import type { AnalysisAnswer, AnalysisFinding } from '@/lib/api/analysis'
import { addressWith, alongFirstBranches, openWalk, recordings, requestAddress, stepCards, walkOfRequest } from './product'

const analysisOf = async (api: APIRequestContext, recording: string): Promise<AnalysisAnswer> =>
  (await api.get('/api/analysis', { params: { recording } })).json()

/** A shipped recording that has findings of a level; the sentence of the test needs no name. */
async function havingLevel(api: APIRequestContext, level: AnalysisFinding['level']) {
  for (const { name } of await recordings(api)) {
    const answer = await analysisOf(api, name)
    const finding = answer.findings.find((one) => one.level === level)
    if (finding) return { name, answer, finding }
  }
  throw new Error(`No shipped recording has a finding of the level ${level}.`)
}

const listOf = (recording: string, more: Record<string, string> = {}) =>
  addressWith('/', { recording, view: 'analysis', freeze: '1', ...more })

test('the overview counts what istioctl analyze finds, and leads to it: errors first, infos closed', async ({ page, request }) => {
  const { name, answer } = await havingLevel(request, 'Error')
  const count = (level: string) => answer.findings.filter((one) => one.level === level).length
  await page.goto(addressWith('/', { recording: name, freeze: '1' }))
  await page.getByRole('link', { name: new RegExp(`What istioctl analyze finds ${count('Error')} errors?`) }).click()
  await expect(page).toHaveURL(/view=analysis/)
  const list = page.getByRole('list', { name: 'Findings' })
  await expect(list.getByRole('listitem').first()).toHaveText(`Errors${count('Error')}`)
  const infos = list.getByRole('button', { name: `Infos ${count('Info')}` })
  await expect(infos).toHaveAttribute('aria-expanded', 'false')
  await infos.press('Enter')
  await expect(infos).toHaveAttribute('aria-expanded', 'true')
})

test('a finding opens with istioctl’s own words, and its object as YAML', async ({ page, request }) => {
  const { name, finding } = await havingLevel(request, 'Error')
  await page.goto(listOf(name, { level: 'Error' }))
  const item = page.getByRole('list', { name: 'Findings' }).getByRole('listitem').nth(1)
  await item.getByRole('button', { name: new RegExp(finding.code) }).press('Enter')
  await expect(item.getByText(finding.line)).toBeVisible()
  await item.locator('summary').click()
  await expect(item.locator('pre')).toContainText(`name: ${finding.name}`)
})

test('a link keeps the level and the namespace, and what does not fit stays away', async ({ page, request }) => {
  const { name, answer, finding } = await havingLevel(request, 'Error')
  const shown = answer.findings.filter(({ level, namespace }) => level === 'Error' && namespace === finding.namespace)
  await page.goto(listOf(name))
  await page.getByRole('combobox', { name: 'Namespace' }).selectOption(finding.namespace)
  await page.getByRole('group', { name: 'Level' }).getByText(`Errors ${shown.length}`).click()
  await expect(page).toHaveURL(new RegExp(`level=Error.*namespace=${finding.namespace}|namespace=${finding.namespace}.*level=Error`))
  await page.reload()
  await expect(page.getByRole('list', { name: 'Findings' }).getByRole('listitem')).toHaveCount(shown.length + 1)
  await page.goto(listOf(name, { namespace: 'no-such-namespace' }))
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(page.getByRole('list', { name: 'Findings' })).toBeVisible()
})

test('all lines that are shown are copied as istioctl prints them', async ({ page, request, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { name, answer } = await havingLevel(request, 'Error')
  await page.goto(listOf(name))
  await page.getByRole('button', { name: 'Copy as istioctl prints it' }).click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(answer.findings.map(({ line }) => `${line}\n`).join(''))
})

test('what could not be checked is said, with the objects that are not read', async ({ page, request }) => {
  const { name, answer } = await havingLevel(request, 'Info')
  await page.goto(listOf(name))
  await page.getByText(new RegExp(`^${answer.undecided.length} checks could not be made$`)).click()
  await expect(page.getByText('Secret objects are not read')).toBeVisible()
})

test('thousands of findings are a list of which only what is in view is in the document', async ({ page, request }) => {
  const { name, answer, finding } = await havingLevel(request, 'Error')
  const many = Array.from({ length: 3000 }, (_, i) => ({ ...finding, name: `web-${i}`, line: `${finding.line} ${i}` }))
  await page.route('**/api/analysis*', (route) => route.fulfill({ json: { ...answer, findings: many } }))
  await page.goto(listOf(name))
  const items = page.getByRole('list', { name: 'Findings' }).getByRole('listitem')
  await expect(items.first()).toHaveText('Errors3000')
  expect(await items.count()).toBeLessThan(60)
  await items.first().hover()
  await page.mouse.wheel(0, 1_000_000)
  await expect(items.last()).toHaveAttribute('aria-posinset', '3001')
  expect(await items.count()).toBeLessThan(60)
})

test('a failure is said, and asking again shows the findings', async ({ page, request }) => {
  const { name } = await havingLevel(request, 'Error')
  let broken = true
  await page.route('**/api/analysis*', (route) =>
    broken ? route.fulfill({ status: 500, json: { error: { code: 'internal', message: 'x' } } }) : route.continue(),
  )
  await page.goto(listOf(name))
  await expect(page.getByText('The configuration could not be analyzed')).toBeVisible()
  broken = false
  await page.getByRole('alert').getByRole('button', { name: 'Retry' }).click()
  await expect(page.getByRole('list', { name: 'Findings' })).toBeVisible()
})

test('an object behind a step says what is found in it', async ({ page, request }) => {
  for (const { name, requests } of await recordings(request)) {
    const { findings } = await analysisOf(request, name)
    for (const sent of requests.slice(0, 3)) {
      const objects = alongFirstBranches(await walkOfRequest(request, name, sent.id)).flatMap((step) => step.objects ?? [])
      const found = findings.find((one) => one.kind !== 'Service' && objects.includes(`${one.kind} ${one.namespace}/${one.name}`))
      if (!found) continue
      await openWalk(page, requestAddress(name, sent))
      for (const card of await stepCards(page)
        .and(page.getByRole('button', { name: /Listener|Route|Filter/ }))
        .all()) {
        await card.press(' ')
        const panel = page.locator('[data-path-panel]')
        await expect(panel.getByText((await card.getAttribute('data-step')) ?? '', { exact: true }).first()).toBeVisible()
        const object = panel.getByRole('listitem').filter({ hasText: found.kind }).filter({ hasText: found.name })
        if ((await object.count()) === 0) continue
        await expect(object.getByTitle(found.line).first()).toContainText(found.code)
        return
      }
    }
  }
  throw new Error('No shipped recording has a step whose object has a finding.')
})
