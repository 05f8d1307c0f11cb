import { expect, type Page, test } from '@playwright/test'
import { openWalk, recordings, requestAddress, stepCards, walkOfRequest } from './product'

test.use({ hasTouch: true })

/** The first recorded request that was answered and whose walk goes through more than one place, opened in a window of this size. */
async function openIn(page: Page, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height })
  const [demo] = await recordings(page.request)
  for (const sent of demo?.requests ?? []) {
    if (!demo || sent.outcome.status !== 200) continue
    const walk = await walkOfRequest(page.request, demo.name, sent.id)
    if (new Set(walk.steps.flatMap((step) => step.node ?? [])).size < 2 || walk.steps.some((step) => step.branches)) continue
    await openWalk(page, requestAddress(demo.name, sent))
    await expect(page.locator('.react-flow__pane')).toBeVisible()
    return
  }
  throw new Error('The demo has no answered request through two places.')
}

const frames = (page: Page) => page.locator('.react-flow__node-frame:has(.rounded-frame)')
const shift = (page: Page) =>
  page.locator('.react-flow__viewport').evaluate((element) => new DOMMatrix(getComputedStyle(element).transform).m41)
const pager = (page: Page) => page.getByRole('navigation', { name: 'Screens of the picture' })

for (const [width, height] of [
  [390, 844],
  [768, 1024],
] as const) {
  test(`at ${width}x${height} each frame has a screen, the client stands above the first one and the answer is the last card`, async ({
    page,
  }) => {
    await openIn(page, width, height)
    const boxes = await Promise.all((await frames(page).all()).map((frame) => frame.boundingBox()))
    expect(boxes.length).toBeGreaterThan(1)
    for (const [i, box] of boxes.entries()) {
      expect(box?.x).toBeGreaterThanOrEqual(i * width)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((i + 1) * width)
    }
    const client = await page.locator('[data-card="1"]').boundingBox()
    expect(client?.x).toBeCloseTo(boxes[0]?.x ?? -1, 0)
    expect((client?.y ?? 0) + (client?.height ?? 0)).toBeLessThan(boxes[0]?.y ?? 0)
    await page.keyboard.press('End')
    await expect(pager(page)).toContainText(`${boxes.length + 1} of ${boxes.length + 1}`)
    const answer = await page.locator('[data-step][aria-pressed=true]').boundingBox()
    expect(answer?.x).toBeGreaterThan(0)
    expect((answer?.x ?? 0) + (answer?.width ?? 0)).toBeLessThanOrEqual(width)
    await page.keyboard.press('Home')
    await expect.poll(() => shift(page)).toBeCloseTo(0, 0)
  })

  test(`at ${width}x${height} arrows and swipes lead from one screen to the next`, async ({ page }) => {
    await openIn(page, width, height)
    await pager(page).getByRole('button', { name: 'Next screen' }).click()
    await expect.poll(() => shift(page)).toBeCloseTo(-width, 0)
    await pager(page).getByRole('button', { name: 'Screen before' }).click()
    await expect.poll(() => shift(page)).toBeCloseTo(0, 0)
    // A short swipe is enough; a shorter one is none.
    const area = await page.locator('[data-path-canvas]').boundingBox()
    const swipe = async (by: number) => {
      const [x, y] = [width / 2, (area?.y ?? 0) + 20]
      const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => [{ x: x + by * share, y, id: 1 }])
      const cdp = await page.context().newCDPSession(page)
      for (const [i, touchPoints] of steps.entries())
        await cdp.send('Input.dispatchTouchEvent', { type: i === 0 ? 'touchStart' : 'touchMove', touchPoints })
      await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
      await cdp.detach()
    }
    await swipe(-120)
    await expect.poll(() => shift(page)).toBeCloseTo(-width, 0)
    await swipe(30)
    await expect.poll(() => shift(page)).toBeCloseTo(-width, 0)
    await swipe(120)
    await expect.poll(() => shift(page)).toBeCloseTo(0, 0)
  })

  test(`at ${width}x${height} nothing runs out of the window, and a finger meets every control of the walk`, async ({ page }) => {
    await openIn(page, width, height)
    await stepCards(page).nth(2).press(' ')
    await expect(page.locator('[data-path-panel]')).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, a[href], label')].flatMap((control) => {
        const { width: w, height: h } = control.getBoundingClientRect()
        const hidden = w === 0 || control.closest('.sr-only, [inert], [aria-hidden=true]') !== null
        return hidden || (Math.round(w) >= 36 && Math.round(h) >= 36)
          ? []
          : [`${control.getAttribute('aria-label') ?? control.textContent}: ${w}x${h}`]
      }),
    )
    expect(small).toEqual([])
  })
}
