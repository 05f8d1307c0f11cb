import { expect, type Page, test } from '@playwright/test'
import { openWalk, recordings, requestAddress, stepCards, walkOfRequest } from './product'

/** The demo's first request that went the whole way, opened. */
async function openDemo(page: Page): Promise<void> {
  const [demo] = await recordings(page.request)
  const first = demo?.requests.find(({ outcome }) => outcome.status === 200)
  if (!demo || !first) throw new Error('The demo has no request that was answered.')
  await openWalk(page, requestAddress(demo.name, first))
}

const selected = (page: Page) => page.locator('[data-step][aria-pressed=true]')
const panel = (page: Page) => page.locator('[data-path-panel]')
const zoom = async (page: Page) => {
  const transform = await page.locator('.react-flow__viewport').evaluate((element) => getComputedStyle(element).transform)
  return Number(/matrix\(([\d.]+)/.exec(transform)?.[1] ?? Number.NaN)
}
const shift = (page: Page) =>
  page.locator('.react-flow__viewport').evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).m41)

test('arrows, Home and End go through every step in the order of the walk, and the live region says each', async ({ page }) => {
  await openDemo(page)
  const numbers = await stepCards(page).evaluateAll((cards) => cards.map((card) => card.getAttribute('data-step') ?? ''))
  const inOrder = numbers.toSorted((a, b) => Number(a) - Number(b))
  await page.keyboard.press('Home')
  for (const [index, number] of inOrder.entries()) {
    await expect(selected(page)).toHaveAttribute('data-step', number)
    await expect(selected(page)).toBeFocused()
    await page.keyboard.press(index % 2 === 0 ? 'ArrowRight' : 'ArrowDown')
  }
  await expect(selected(page)).toHaveAttribute('data-step', inOrder.at(-1) ?? '')
  const name = await selected(page).getAttribute('aria-label')
  await expect(page.locator('[aria-live=polite]').filter({ hasText: name ?? '?' })).toHaveCount(1)
  await page.keyboard.press('ArrowLeft')
  await expect(selected(page)).toHaveAttribute('data-step', inOrder.at(-2) ?? '')
  await page.keyboard.press('ArrowUp')
  await expect(selected(page)).toHaveAttribute('data-step', inOrder.at(-3) ?? '')
  await page.keyboard.press('Home')
  await expect(selected(page)).toHaveAttribute('data-step', inOrder[0] ?? '')
  await page.keyboard.press('End')
  await expect(selected(page)).toHaveAttribute('data-step', inOrder.at(-1) ?? '')
})

test('the graph is one tab stop, and that is the chosen step', async ({ page }) => {
  await openDemo(page)
  await expect(page.locator('[data-path-canvas] [data-step][tabindex="0"]')).toHaveCount(1)
  await stepCards(page).nth(6).press(' ')
  await expect(page.locator('[data-path-canvas] [data-step][tabindex="0"]')).toHaveAttribute('aria-pressed', 'true')
  await selected(page).focus()
  const onStep = () => page.evaluate(() => document.activeElement?.getAttribute('data-step') ?? null)
  const chosen = await onStep()
  await page.keyboard.press('Tab')
  expect(await onStep()).toBeNull()
  // And back: Shift+Tab leads to the very step that was left, whatever of the panel lies between.
  for (let presses = 0; presses < 60 && (await onStep()) === null; presses += 1) await page.keyboard.press('Shift+Tab')
  expect(await onStep()).toBe(chosen)
  await page.keyboard.press('Shift+Tab')
  expect(await onStep()).toBeNull()
  await page.keyboard.press('Tab')
  expect(await onStep()).toBe(chosen)
})

test('Esc closes the panel, then clears the selection; Enter opens the panel again', async ({ page }) => {
  await openDemo(page)
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(panel(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)
  await expect(selected(page)).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(panel(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(selected(page)).toHaveCount(0)
  await expect(page).not.toHaveURL(/step=/)
})

test('f fits, + − and 0 zoom, and small pictures leave out what could not be read', async ({ page }) => {
  await openDemo(page)
  const lines = page.locator('[data-card] .font-mono.text-rule')
  const titles = page.locator('[data-card] .text-card-title, [data-card] .text-chain')
  expect(await zoom(page)).toBe(1)
  await page.keyboard.press('+')
  await expect.poll(() => zoom(page)).toBeCloseTo(1.25)
  await page.keyboard.press('0')
  await expect.poll(() => zoom(page)).toBe(1)
  const whole = await lines.count()
  await page.keyboard.press('-')
  await page.keyboard.press('-')
  await expect.poll(() => zoom(page)).toBeLessThan(0.8)
  await expect.poll(() => lines.count()).toBeLessThan(whole / 2)
  expect(await titles.count()).toBeGreaterThan(10)
  for (const _ of [1, 2]) await page.keyboard.press('-')
  await expect.poll(() => zoom(page)).toBeLessThan(0.5)
  await expect(page.locator('.react-flow__node [data-card] .text-card-title')).toHaveCount(0)
  await page.keyboard.press('f')
  await expect.poll(() => zoom(page)).toBeGreaterThanOrEqual(0.6)
  await page.keyboard.press('0')
  await expect(lines).toHaveCount(whole)
})

test('l, m, r and w show and hide the legend, the minimap, one way', async ({ page }) => {
  await openDemo(page)
  const legend = page.getByRole('region', { name: 'Legend' })
  await expect(legend).toBeVisible()
  await page.keyboard.press('l')
  await expect(legend).toHaveCount(0)
  await page.keyboard.press('l')
  await expect(legend).toBeVisible()
  const map = page.getByRole('img', { name: 'Overview of the picture' })
  await expect(map).toHaveCount(0)
  await page.keyboard.press('m')
  await expect(map).toBeVisible()
  const steps = await stepCards(page).count()
  await page.keyboard.press('r')
  await expect(page).toHaveURL(/ways=request/)
  await expect.poll(() => stepCards(page).count()).toBeLessThan(steps)
  await page.keyboard.press('w')
  await expect(page).toHaveURL(/ways=answer/)
  await expect(stepCards(page)).toHaveCount(steps)
  await page.keyboard.press('w')
  await expect(page).not.toHaveURL(/ways=/)
})

test('a, b and c follow a branch; without a wish the line follows the one that the recording took', async ({ page }) => {
  let followed = 0
  let notLikeliest = 0
  for (const recording of await recordings(page.request)) {
    for (const sent of recording.requests.slice(0, 40)) {
      const walk = await walkOfRequest(page.request, recording.name, sent.id)
      const branches = walk.steps.at(-1)?.branches ?? []
      if (branches.length !== 3 || sent.outcome.status !== 200) continue
      await openWalk(page, requestAddress(recording.name, sent))
      const ways = page.locator('[name=path-follow]')
      if ((await ways.count()) !== 3) continue
      const took = await ways.evaluateAll((radios) => radios.findIndex((radio) => (radio as HTMLInputElement).checked))
      if (took > 0) notLikeliest += 1
      const other = took === 1 ? 2 : 1
      await page.keyboard.press('abc'[other] ?? '')
      await expect(ways.nth(other)).toBeChecked()
      await expect(page).toHaveURL(/follow=/)
      followed += 1
      if (followed > 1 && notLikeliest > 0) return
    }
  }
  expect(followed).toBeGreaterThan(1)
  expect(notLikeliest).toBeGreaterThan(0)
})

test('a picture of more than three frames comes to rest at a frame’s edge', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 })
  for (const recording of await recordings(page.request)) {
    for (const sent of recording.requests.slice(0, 30)) {
      if (sent.outcome.status !== 200) continue
      const walk = await walkOfRequest(page.request, recording.name, sent.id)
      const places = walk.steps.flatMap((step) => step.node ?? []).filter((node, i, all) => node !== all[i - 1])
      if (places.length < 4) continue
      await openWalk(page, requestAddress(recording.name, sent))
      const frames = page.locator('.react-flow__node-frame:has(.rounded-frame)')
      if ((await frames.count()) < 4) continue
      const left = (await frames.nth(1).boundingBox())?.x ?? 0
      const last = await frames.last().boundingBox()
      const end = 1024 - (last?.x ?? 0) - (last?.width ?? 0) - 14
      const area = await page.locator('[data-path-canvas]').boundingBox()
      await page.mouse.move((area?.x ?? 0) + 500, (area?.y ?? 0) + 300)
      await page.mouse.wheel(2 * (left - 60), 0)
      await expect.poll(() => shift(page)).toBeCloseTo(Math.max(end, 28 - left), 0)
      return
    }
  }
  throw new Error('No recorded walk goes through four places.')
})

test('in a narrow window the panel is a sheet: it peeks, opens, and closes by Esc', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 })
  await openDemo(page)
  await page.keyboard.press('Home')
  await expect(panel(page)).toBeVisible()
  expect((await panel(page).boundingBox())?.height).toBeCloseTo(88, 0)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await panel(page).boundingBox())?.height ?? 0).toBeGreaterThan(300)
  await page.keyboard.press('Escape')
  await expect.poll(async () => (await panel(page).boundingBox())?.height ?? 0).toBeLessThan(100)
  // The sheet covers no step that keys lead to.
  await page.keyboard.press('End')
  const step = await selected(page).boundingBox()
  const sheet = await panel(page).boundingBox()
  expect((step?.y ?? 0) + (step?.height ?? 0)).toBeLessThanOrEqual((sheet?.y ?? 0) + 1)
})
