import { expect, type Page, test } from '@playwright/test'
import { openWalk, REACT_FLOW, recordings, requestAddress, stepCards, withholdScript } from './product'

async function demoAddress(page: Page): Promise<string> {
  const [demo] = await recordings(page.request)
  const first = demo?.requests.find(({ outcome }) => outcome.status === 200)
  if (!demo || !first) throw new Error('The demo has no request that was answered.')
  return requestAddress(demo.name, first)
}

const selected = (page: Page) => page.locator('[data-step][aria-pressed=true]')
const viewport = (page: Page) => page.locator('.react-flow__viewport')
const cardBoxes = (page: Page) =>
  page.locator('[data-card]').evaluateAll((cards) =>
    cards.map((card) => {
      const { x, y, width, height } = card.getBoundingClientRect()
      return [card.getAttribute('data-card'), x, y, width, height].join(' ')
    }),
  )

test('a walk is read and a step chosen before what moves the picture has come; then nothing has moved, and the keyboard is where it was', async ({
  page,
}) => {
  const release = await withholdScript(page, REACT_FLOW)
  await page.goto(await demoAddress(page))
  await expect(stepCards(page).first()).toBeVisible()
  const step = (await page.locator('.react-flow__node [data-card]').nth(3).getAttribute('data-card')) ?? ''
  await page.locator(`.react-flow__node [data-card="${step}"]`).click()
  await expect(selected(page)).toHaveAttribute('data-step', step)
  await expect(page.locator('[data-path-panel]')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(selected(page)).toBeFocused()
  const next = (await selected(page).getAttribute('data-step')) ?? ''
  expect(next).not.toBe(step)
  const before = await cardBoxes(page)
  await expect(page.locator('.react-flow__pane')).toHaveCount(0)

  release()
  await expect(page.locator('.react-flow__pane')).toBeAttached()
  await expect(selected(page)).toHaveAttribute('data-step', next)
  await expect(selected(page)).toBeFocused()
  expect((await cardBoxes(page)).toSorted()).toEqual(before.toSorted())
  await page.keyboard.press('+')
  await expect.poll(() => viewport(page).evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).a)).toBeCloseTo(1.25)
})

test('a click on a card’s text chooses its step', async ({ page }) => {
  await openWalk(page, await demoAddress(page))
  for (const index of [1, 4, 7]) {
    const card = page.locator('.react-flow__node [data-card]').nth(index)
    const box = await card.boundingBox()
    if (!box) throw new Error('The card has no box.')
    await page.mouse.click(box.x + box.width / 2, box.y + 12)
    await expect(selected(page)).toHaveAttribute('data-step', (await card.getAttribute('data-card')) ?? '?')
  }
})
