import { expect, type Page } from '@playwright/test'
import type { RecordingSummary } from '@/lib/api/recordings'
import { addressWith, requestAddress, stepCards } from './product'

/** Each view, opened as far as what it is for can be seen. */
const OPENED = {
  overview: async (page, { name }) => {
    await page.goto(addressWith('/', { recording: name, freeze: '1' }))
    await expect(page.getByRole('img').first()).toBeVisible()
  },
  analysis: async (page, { name }) => {
    await page.goto(addressWith('/', { recording: name, view: 'analysis', freeze: '1' }))
    await page.getByRole('list', { name: 'Findings' }).getByRole('button', { expanded: false }).first().click()
  },
  walk: async (page, { name, request }) => {
    await page.goto(requestAddress(name, { id: request }))
    await stepCards(page).nth(1).press(' ')
    await expect(page.getByLabel('Step details').first()).toBeVisible()
  },
  proxies: async (page, { name }) => {
    await page.goto(addressWith('/proxies', { recording: name, freeze: '1' }))
    await expect(page.getByRole('row').nth(1)).toBeVisible()
  },
  netfilter: async (page, { name, request }) => {
    await page.goto(addressWith('/netfilter', { recording: name, request, freeze: '1' }))
    await expect(page.getByRole('row').nth(1)).toBeVisible()
  },
  requests: async (page, { name }) => {
    await page.goto(addressWith('/requests', { recording: name, freeze: '1' }))
    await expect(page.getByRole('img').first()).toBeVisible()
  },
} satisfies Record<string, (page: Page, of: { name: string; request: string }) => Promise<void>>

export type View = keyof typeof OPENED
export const VIEWS = Object.keys(OPENED) as View[]

/** Opens a view of a recording, with the first of its requests where it shows one. */
export async function openView(page: Page, view: View, { name, requests }: RecordingSummary): Promise<void> {
  const [request] = requests
  if (!request) throw new Error(`${name} has no request.`)
  await OPENED[view](page, { name, request: request.id })
}
