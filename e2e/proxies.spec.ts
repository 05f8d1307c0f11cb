import { expect, test } from '@playwright/test'

test('the Proxies view shows every proxy, and why one refuses what istiod sent', async ({ page, request }) => {
  const recording = 'xds-trouble-nack'
  const answer = await request.get('/api/proxies', { params: { recording } })
  const { proxies } = (await answer.json()) as { proxies: { id: string; sync: Record<string, { state: string; error?: string }> | null }[] }
  const refusing = proxies.find(({ sync }) => Object.values(sync ?? {}).some(({ state }) => state === 'ERROR'))
  if (!refusing) throw new Error('The recording has no proxy in error.')
  await page.goto(`/?${new URLSearchParams({ recording, freeze: '1' })}`)
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: /Proxies/ })
    .click()
  const table = page.getByRole('table', { name: 'Proxies' })
  await expect(table.getByRole('row')).toHaveCount(proxies.length + 1)
  // Worst first.
  const first = table.getByRole('row').nth(1)
  await expect(first).toContainText(refusing.id.split('.')[0]?.slice(-5) ?? refusing.id)
  await expect(first).toContainText('Error')
  await first.getByRole('button', { name: /^Open/ }).click()
  const error = Object.values(refusing.sync ?? {}).find(({ state }) => state === 'ERROR')?.error ?? ''
  expect(error).not.toBe('')
  await expect(page.getByText(error.slice(0, 60)).first()).toBeVisible()
})
