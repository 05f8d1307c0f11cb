import { expect, test } from '@playwright/test'
import type { Activity } from '@/lib/api/activity'
import { openWalk, recordings } from './product'

test('a played request moves a rule’s counter by one', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const sent = demo?.requests.find(({ outcome }) => outcome.status === 200)
  if (!demo || !sent) throw new Error('The demo has no request that was answered.')
  await openWalk(page, `/?${new URLSearchParams({ recording: demo.name, request: sent.id })}`)
  const player = page.getByRole('region', { name: 'Player' })
  await expect(player).toHaveCount(0)
  await page.getByRole('button', { name: 'Play this request' }).click()
  const card = page.locator('[data-path-canvas] [data-card]').filter({ hasText: 'DNAT' }).first()
  await expect(card).toContainText('+1')
  await expect(player.getByRole('button', { name: 'Play this request' })).toBeVisible()
  await player.getByRole('slider').focus()
  await page.keyboard.press('Home')
  await expect(card).not.toContainText('+1')
  await player.getByRole('button', { name: 'Play this request' }).click()
  await expect(card).toContainText('+1')
})

test('a played request’s log lines and connections appear when they did', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const sent = demo?.requests.find(({ outcome }) => outcome.status === 200)
  if (!demo || !sent) throw new Error('The demo has no request that was answered.')
  const answer = await request.get('/api/activity', { params: { recording: demo.name, at: sent.endsAt, window: 1000 } })
  const { access, connections } = (await answer.json()) as Activity
  const came = connections.filter(({ change }) => change === 'came')
  expect(access.length).toBeGreaterThan(0)
  expect(came.length).toBeGreaterThan(0)

  await openWalk(page, `/?${new URLSearchParams({ recording: demo.name, request: sent.id, at: String(Math.max(1, sent.at - 1000)) })}`)
  await page.getByRole('button', { name: 'Log' }).click()
  await expect(page.getByText('No proxy has logged anything by this moment.')).toBeVisible()
  await expect(page.getByText('No connection came or went by this moment.')).toBeVisible()
  await page.getByRole('button', { name: 'One event on' }).click()
  await page.getByRole('button', { name: 'One event on' }).click()
  await expect(page).toHaveURL(new RegExp(`at=${sent.endsAt}\\b`))
  const lines = page.locator('[data-activity=access] li')
  await expect(lines).toHaveCount(access.length)
  await expect(lines.first()).toContainText(access[0]?.text ?? 'a line')
  await expect(page.locator('[data-activity=connections] li').filter({ hasText: /^new/ })).toHaveCount(came.length)
})
