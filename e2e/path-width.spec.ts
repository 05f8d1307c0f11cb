import { expect, type Page, test } from '@playwright/test'
import { openWalk, recordings, requestAddress, walkOfRequest } from './product'

const panelWidth = 348
const panel = (page: Page) => page.locator('[data-path-panel]')
const cards = (page: Page) => page.locator('.react-flow__node [data-card]')

/** Cards of walks through four places or more, that stand where the open panel will be. */
async function openUnderPanel(page: Page): Promise<{ index: number; x: number; y: number; width: number }> {
  for (const recording of await recordings(page.request)) {
    for (const sent of recording.requests.slice(0, 30)) {
      const walk = await walkOfRequest(page.request, recording.name, sent.id)
      const places = walk.steps.flatMap((step) => step.node ?? []).filter((node, i, all) => node !== all[i - 1])
      if (places.length < 4) continue
      await openWalk(page, requestAddress(recording.name, sent))
      const boxes = await Promise.all((await cards(page).all()).map((card) => card.boundingBox()))
      const index = boxes.findIndex((box) => box && box.x + box.width > 1440 - panelWidth)
      const box = boxes[index]
      if (box) return { index, ...box }
    }
  }
  throw new Error('No recorded walk is wider than the place beside the panel.')
}

test('a wide picture has the whole window without the panel, and a card that the panel would cover comes into view', async ({ page }) => {
  const { index, x, y, width } = await openUnderPanel(page)
  await page.mouse.click(x + width / 2, y + 12)
  await expect(panel(page)).toBeVisible()
  const edge = (await panel(page).boundingBox())?.x ?? 0
  await expect.poll(async () => ((await cards(page).nth(index).boundingBox())?.x ?? 9999) + width).toBeLessThanOrEqual(edge)
})
