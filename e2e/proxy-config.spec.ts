import { expect, test } from '@playwright/test'

test('a proxy’s listeners lead to routes, clusters and endpoints, and each resource opens as JSON that folds', async ({
  page,
  request,
}) => {
  const recording = 'bookinfo'
  const { proxies } = (await (await request.get('/api/proxies', { params: { recording } })).json()) as {
    proxies: { id: string; type: string }[]
  }
  const proxy = proxies.find(({ type }) => type === 'sidecar')?.id ?? ''
  await page.goto(`/proxies?${new URLSearchParams({ recording, diff: proxy, config: 'listeners', freeze: '1' })}`)
  const shown = (name: string) => page.getByRole('table', { name })
  const listener = shown('Listeners').getByRole('row').filter({ hasText: 'Route: 9080' }).first()
  await listener.getByRole('button', { name: 'Routes: 9080' }).click()
  await expect(shown('Routes').getByRole('row').nth(1)).toContainText('9080')
  const route = shown('Routes').getByRole('row').nth(1)
  await route.getByRole('button', { name: /^Clusters: outbound/ }).click()
  const cluster = shown('Clusters').getByRole('row').nth(1)
  await expect(cluster).toContainText('outbound|9080')
  await cluster.getByRole('button', { name: /^Endpoints: outbound/ }).click()
  const endpoint = shown('Endpoints').getByRole('row').nth(1)
  await expect(endpoint).toContainText(':9080')
  await endpoint.getByRole('button', { name: /as JSON$/ }).click()
  const json = page.getByRole('complementary', { name: 'Resource as JSON' })
  await expect(json).toContainText('"address"')
  await json.getByRole('button', { name: 'Fold line 1', exact: true }).click()
  await expect(json).not.toContainText('"address"')
  await expect(page).toHaveURL(/pointer=/)
  await page.reload()
  await expect(json).toContainText('"address"')
})
