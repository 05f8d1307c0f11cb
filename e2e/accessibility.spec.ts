import { expect, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { recordings } from './product'
import { openView, VIEWS } from './views'

for (const theme of ['light', 'dark'] as const) {
  test.describe(`axe, ${theme}`, () => {
    test.use({ colorScheme: theme })
    for (const view of VIEWS) {
      test(`${view} has no violations`, async ({ page, request }) => {
        const [demo] = await recordings(request)
        if (!demo) throw new Error('There is no demo.')
        await openView(page, view, demo)
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
        await expectAccessible(page)
      })
    }
  })
}
