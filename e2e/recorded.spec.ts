import { expect, test } from '@playwright/test'
import type { RequestAnswer } from '@/lib/api/request'
import { openWalk, recordings, requestAddress } from './product'

test('a recorded request shows prediction and recording side by side, rule by rule', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const sent = demo?.requests[0]
  if (!demo || !sent) throw new Error('The demo has no request.')
  const { match, walk, recorded } = (await (
    await request.get('/api/request', { params: { recording: demo.name, id: sent.id } })
  ).json()) as RequestAnswer
  if (!match) throw new Error('The first request of the demo is not compared.')
  expect(match.agreed).toBe(match.of)
  await openWalk(page, requestAddress(demo.name, sent))
  await page.getByRole('button', { name: `${match.of} of ${match.of} match the kernel trace` }).click()
  const sheet = page.getByRole('dialog', { name: 'Predicted and recorded' })
  await expect(sheet.locator('[data-comparison=predicted]')).toContainText(walk.verdict.reason)
  await expect(sheet.locator('[data-comparison=recorded]')).toContainText(String(sent.outcome.status))
  await expect(sheet.locator('[data-comparison=summary]')).toHaveText(`${match.agreed} of ${match.of} match the kernel trace`)
  const rows = sheet.locator('tbody tr')
  await expect(rows).toHaveCount(match.of)
  for (const row of await rows.all()) {
    const [, predicted, traced] = await row.getByRole('cell').allTextContents()
    expect(predicted).toBe(traced)
    expect(predicted).toMatch(/^-A /)
  }
  const line = recorded.access[0]?.lines[0]
  if (!line) throw new Error('No proxy logged the request.')
  await expect(sheet.getByText(line)).toBeVisible()
})

test('a request that can’t be compared says why', async ({ page, request }) => {
  const excluded = (await recordings(request)).flatMap(({ name, live, requests }) =>
    live ? [] : requests.filter(({ compare, why }) => !compare && why).map((sent) => ({ recording: name, sent })),
  )
  expect(excluded.length).toBeGreaterThan(0)
  for (const { recording, sent } of excluded.slice(0, 2)) {
    await openWalk(page, requestAddress(recording, sent))
    const why = page.getByRole('button', { name: `not compared: ${sent.why}` })
    await expect(why).toBeVisible()
    await why.click()
    await expect(page.locator('[data-comparison=summary]')).toHaveText(`Not compared: ${sent.why}`)
    await page.keyboard.press('Escape')
  }
})

test('where walk and recording differ, the count is an alarm that opens the list', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const sent = demo?.requests[0]
  if (!demo || !sent) throw new Error('The demo has no request.')
  // No shipped recording disagrees: the answer is changed on its way, by taking out the kernel's first rule.
  let taken = ''
  await page.route('**/api/request?*', async (route) => {
    const response = await route.fetch()
    const answer = (await response.json()) as RequestAnswer
    const steps = answer.recorded.traces.flatMap(({ trace }) => trace).find((entry) => entry.steps.length > 0)?.steps
    taken = steps?.find(({ kind }) => kind === 'rule')?.rule ?? ''
    steps?.splice(
      steps.findIndex(({ rule }) => rule === taken),
      1,
    )
    const match = answer.match && { agreed: answer.match.agreed - 1, of: answer.match.of }
    await route.fulfill({ json: { ...answer, agrees: false, match, differences: [{ netns: 'n1', message: 'rule 1 differs' }] } })
  })
  await openWalk(page, requestAddress(demo.name, sent))
  await page.getByRole('button', { name: /^\d+ of \d+ match the kernel trace$/ }).click()
  const sheet = page.getByRole('dialog', { name: 'Predicted and recorded' })
  await expect(sheet.getByRole('list', { name: 'Where the walk and the recording differ' })).toContainText('n1 rule 1 differs')
  const row = sheet.locator('tbody tr').filter({ hasText: 'different' })
  await expect(row).toHaveCount(1)
  await expect(row).toContainText(taken)
})
