import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import { openWalk, recordings, requestAddress } from './product'

/** Ten requests as different as the shipped recordings have them: each outcome (status or curl's exit) once, then one a recording. */
async function tenRequests(api: APIRequestContext) {
  const all = (await recordings(api)).flatMap((recording) => recording.requests.map((sent) => ({ recording: recording.name, sent })))
  const chosen = new Map<string, (typeof all)[number]>()
  for (const one of all) {
    const outcome = `outcome ${one.sent.outcome.exit}/${one.sent.outcome.status}`
    if (!chosen.has(outcome)) chosen.set(outcome, one)
  }
  for (const one of all.toReversed()) if (!chosen.has(one.recording)) chosen.set(one.recording, one)
  return [...chosen.values()].slice(0, 10)
}

/** Texts of the picture that are cut without an ellipsis and a title, and cards that lie over each other. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    const canvas = document.querySelector('[data-path-canvas]')
    for (const element of canvas?.querySelectorAll<HTMLElement>('*') ?? []) {
      const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
      const style = getComputedStyle(element)
      if (!own || element.closest('.sr-only') || style.display === 'inline' || element.clientWidth === 0) continue
      const text = element.textContent ?? ''
      const cut = element.scrollWidth > element.clientWidth + 1
      const readable = style.textOverflow === 'ellipsis' && element.closest('[title]') !== null
      if (cut && !readable) found.push(`cut without an ellipsis and a title: "${text}"`)
      if (style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 2 && style.webkitLineClamp === 'none')
        found.push(`cut below: "${text}"`)
      const card = element.closest('[data-card]')
      if (card && element.getBoundingClientRect().right > card.getBoundingClientRect().right + 1)
        found.push(`runs out of its card: "${text}"`)
    }
    const boxes = [...(canvas?.querySelectorAll('[data-card]') ?? [])].map((card) => ({
      name: card.textContent,
      box: card.getBoundingClientRect(),
    }))
    boxes.forEach((a, index) => {
      for (const b of boxes.slice(index + 1)) {
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
        if (wide > 1 && high > 1) found.push(`"${a.name}" lies over "${b.name}"`)
      }
    })
    return found
  })
}

for (const [width, height] of [
  [1440, 900],
  [1024, 768],
] as const) {
  for (const language of ['en', 'ko']) {
    test(`ten walks at ${width}x${height} in ${language}: no text is cut unreadably, no card lies over another`, async ({
      page,
      request,
      context,
      baseURL,
    }) => {
      test.setTimeout(120_000)
      await context.addCookies([{ name: 'hopscope-locale', value: language, url: baseURL ?? '' }])
      await page.setViewportSize({ width, height })
      const ten = await tenRequests(request)
      expect(ten).toHaveLength(10)
      for (const { recording, sent } of ten) {
        await openWalk(page, requestAddress(recording, sent))
        expect.soft(await faults(page), `${recording} ${sent.id}`).toEqual([])
      }
    })
  }
}
