import { expect, test } from '@playwright/test'
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
