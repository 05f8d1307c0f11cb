import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { recordings, requestAddress, stepCards } from './product'

for (const theme of ['light', 'dark'] as const) {
  test.describe(`axe, ${theme}`, () => {
    test.use({ colorScheme: theme })
    for (const view of ['overview', 'analysis', 'walk', 'proxies', 'netfilter', 'requests'] as const) {
      test(`${view} has no violations`, async ({ page, request }) => {
        const [demo] = await recordings(request)
        if (!demo?.requests[0]) throw new Error('The demo has no request.')
        const query = new URLSearchParams({ recording: demo.name, freeze: '1' })
        const address = {
          overview: `/?${query}`,
          analysis: `/?${query}&view=analysis`,
          walk: requestAddress(demo.name, demo.requests[0]),
          proxies: `/proxies?${query}`,
          netfilter: `/netfilter?${query}&request=${demo.requests[0].id}`,
          requests: `/requests?${query}`,
        }[view]
        await page.goto(address)
        if (view === 'walk') {
          await stepCards(page).nth(1).press(' ')
          await expect(page.getByLabel('Step details').first()).toBeVisible()
        } else if (view === 'analysis') {
          await page.getByRole('list', { name: 'Findings' }).getByRole('button', { expanded: false }).first().click()
        } else if (view === 'proxies' || view === 'netfilter') await expect(page.getByRole('row').nth(1)).toBeVisible()
        else await expect(page.getByRole('img').first()).toBeVisible()
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
        const { violations } = await new AxeBuilder({ page }).analyze()
        const found = violations.map(
          ({ id, nodes }) =>
            `${id}: ${nodes
              .slice(0, 3)
              .map((node) => `${node.target} ${node.failureSummary}`)
              .join(' | ')}`,
        )
        expect(found).toEqual([])
      })
    }
  })
}
