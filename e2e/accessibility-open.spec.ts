import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './axe'
import { addressWith, recordings, requestAddress, stepCards } from './product'

interface Open {
  name: string
  /** Opens it, from the names of a recorded request that was compared and of a recording with a refusing proxy. */
  open: (page: Page, known: { recording: string; request: string; live: string; refused: string }) => Promise<void>
}

/** What lies over or under a view, or stands in its place. */
const states: Open[] = [
  {
    name: 'search',
    open: async (page, { recording }) => {
      await page.goto(addressWith('/requests', { recording, freeze: '1' }))
      await expect(page.getByRole('row').nth(1)).toBeVisible()
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('option').first()).toBeVisible()
    },
  },
  {
    name: 'keys',
    open: async (page, { recording }) => {
      await page.goto(addressWith('/requests', { recording, freeze: '1' }))
      await expect(page.getByRole('row').nth(1)).toBeVisible()
      await page.locator('body').press('?')
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: 'list of recordings',
    open: async (page, { recording }) => {
      await page.goto(addressWith('/requests', { recording, freeze: '1' }))
      await page.getByRole('button', { name: /^Source:/ }).click()
      await expect(page.getByRole('dialog', { name: 'Recordings' })).toBeVisible()
    },
  },
  {
    name: 'comparison',
    open: async (page, { recording, request }) => {
      await page.goto(requestAddress(recording, { id: request }))
      await expect(stepCards(page).first()).toBeVisible()
      await page.getByRole('button', { name: /match the kernel trace$/ }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
    },
  },
  {
    name: 'player with its log',
    open: async (page, { live }) => {
      await page.goto(addressWith('/requests', { recording: live, at: '20000', freeze: '1' }))
      await page.getByRole('button', { name: 'Log' }).click()
      await expect(page.locator('[data-activity=access] li').first()).toBeVisible()
    },
  },
  {
    name: 'refused configuration',
    open: async (page, { refused }) => {
      await page.goto(addressWith('/proxies', { recording: refused, freeze: '1' }))
      await page.locator('[data-row="0"] [data-row-button]').click()
      await expect(page.getByRole('region', { name: /^NACK/ }).first()).toBeVisible()
    },
  },
  {
    name: 'istiod and Envoy side by side',
    open: async (page, { refused }) => {
      await page.goto(addressWith('/proxies', { recording: refused, freeze: '1' }))
      await page.locator('[data-row="0"] [data-row-button]').focus()
      await page.keyboard.press('d')
      await expect(page.getByRole('complementary', { name: 'Resources' }).getByRole('button').first()).toBeVisible()
    },
  },
  {
    name: 'failure',
    open: async (page, { recording }) => {
      await page.goto(requestAddress(recording, { id: 'nothing-such' }))
      await expect(page.getByRole('alert').filter({ hasText: 'could not be shown' })).toBeVisible()
    },
  },
]

for (const theme of ['light', 'dark'] as const) {
  test.describe(`axe, ${theme}`, () => {
    test.use({ colorScheme: theme })
    for (const state of states) {
      test(`${state.name} has no violations`, async ({ page, request }) => {
        const all = await recordings(request)
        const [demo] = all
        const live = all.find((one) => one.live)
        const refused = await firstRefused(all.map(({ name }) => name))
        if (!demo?.requests[0] || !live || !refused) throw new Error('The product ships no such recordings.')
        await state.open(page, { recording: demo.name, request: demo.requests[0].id, live: live.name, refused })
        await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
        await expectAccessible(page)

        async function firstRefused(names: readonly string[]): Promise<string | undefined> {
          for (const name of names) {
            const answer = await (await request.get('/api/proxies', { params: { recording: name } })).json()
            const cells = answer.proxies.flatMap(({ sync }: { sync: Record<string, { state: string }> | null }) =>
              Object.values(sync ?? {}),
            )
            if (cells.some(({ state: cell }: { state: string }) => cell === 'ERROR')) return name
          }
          return undefined
        }
      })
    }
  })
}
