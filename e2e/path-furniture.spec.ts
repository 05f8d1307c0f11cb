import { expect, type Page, test } from '@playwright/test'
import { openWalk, recordings, requestAddress } from './product'

/** What of the picture lies under the minimap: cards, the client, the answer, its captions, frames, the legend. */
const covered = (page: Page) =>
  page.evaluate(() => {
    const map = document.querySelector('[data-minimap]')?.getBoundingClientRect()
    if (!map) return null
    const read = document.querySelectorAll('[data-path-canvas] :is([data-card], .react-flow__node-frame, [data-legend], fieldset)')
    return [...read].flatMap((element) => {
      const box = element.getBoundingClientRect()
      const apart = box.right <= map.left || map.right <= box.left || box.bottom <= map.top || map.bottom <= box.top
      return apart ? [] : [element.textContent ?? '']
    })
  })

for (const language of ['en', 'ko']) {
  test(`the minimap covers nothing that is read, wherever the picture is scrolled to, in ${language}`, async ({
    page,
    context,
    baseURL,
  }) => {
    test.setTimeout(120_000)
    await context.addCookies([{ name: 'hopscope-locale', value: language, url: baseURL ?? '' }])
    await page.setViewportSize({ width: 1024, height: 768 })
    const [demo] = await recordings(page.request)
    let seen = 0
    for (const sent of demo?.requests.slice(0, 8) ?? []) {
      await openWalk(page, requestAddress(demo?.name ?? '', sent))
      await expect(page.locator('.react-flow__pane')).toBeVisible()
      const area = await page.locator('[data-path-canvas]').boundingBox()
      await page.mouse.move((area?.x ?? 0) + 500, (area?.y ?? 0) + 300)
      for (const down of [0, 80, 400]) {
        await page.mouse.wheel(0, down)
        const under = await covered(page)
        if (under === null) continue
        seen += 1
        expect(under, `${sent.id} after ${down}`).toEqual([])
      }
    }
    expect(seen).toBeGreaterThan(4)
  })
}

test('a card says when its xDS type was refused or is stale, and cards of other types do not', async ({ page }) => {
  let said = 0
  for (const recording of await recordings(page.request)) {
    const answer = await page.request.get('/api/proxies', { params: { recording: recording.name } })
    const { proxies } = (await answer.json()) as { proxies: { id: string; sync: Record<string, { state: string }> | null }[] }
    const troubled = proxies.filter(({ sync }) => Object.values(sync ?? {}).some(({ state }) => state === 'ERROR'))
    const [sent] = recording.requests
    if (troubled.length === 0 || !sent || said > 1) continue
    await openWalk(page, requestAddress(recording.name, sent))
    const types = troubled.flatMap(({ sync }) =>
      Object.entries(sync ?? {}).flatMap(([type, { state }]) => (state === 'ERROR' ? [type] : [])),
    )
    const cards = page.locator('[data-card]')
    await expect(cards.filter({ hasText: /Error(CDS|LDS|EDS|RDS)/ }).first()).toBeVisible()
    for (const text of await cards.allTextContents()) {
      const refused = /Error(CDS|LDS|EDS|RDS)/.exec(text)?.[1]
      if (refused !== undefined) expect(types).toContain(refused)
    }
    const others = ['CDS', 'LDS', 'EDS', 'RDS'].filter((type) => !types.includes(type))
    for (const type of others) await expect(cards.filter({ hasText: new RegExp(`Error${type}`) })).toHaveCount(0)
    said += 1
  }
  expect(said).toBeGreaterThan(0)
})
