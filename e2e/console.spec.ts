import { expect, type Page, test } from '@playwright/test'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import { addressWith, recordings } from './product'
import { openView, VIEWS } from './views'

/** What the page complains of in the browser's console, or throws. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`))
  return complaints
}

for (const view of VIEWS) {
  test(`${view} has nothing to complain of`, async ({ page, request }) => {
    const complaints = complaintsOf(page)
    const [demo] = await recordings(request)
    if (!demo) throw new Error('There is no demo.')
    await openView(page, view, demo)
    await page.waitForLoadState('networkidle')
    expect(complaints).toEqual([])
  })
}

for (const config of ['listeners', 'describe'] as const) {
  test(`a proxy, ${config}, has nothing to complain of`, async ({ page, request }) => {
    const complaints = complaintsOf(page)
    const [demo] = await recordings(request)
    const recording = demo?.name ?? ''
    const { proxies }: ProxiesAnswer = await (await request.get('/api/proxies', { params: { recording } })).json()
    await page.goto(addressWith('/proxies', { recording, diff: proxies[0]?.id ?? '', config, freeze: '1' }))
    const shown = config === 'describe' ? page.locator('aside pre') : page.getByRole('table', { name: 'Listeners' }).getByRole('row').nth(1)
    await expect(shown).toBeVisible()
    await page.waitForLoadState('networkidle')
    expect(complaints).toEqual([])
  })
}
