import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
import { openWalk, recordings, requestAddress, stepCards } from './product'

async function save(page: Page, item: RegExp): Promise<{ name: string; bytes: Buffer }> {
  await page.getByRole('button', { name: 'Save or copy the walk' }).click()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: item }).click()
  const download = await downloading
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
}

/** Draws a picture file in a page of its own: its size, and how much of it is not its background. */
function look(page: Page, bytes: Buffer, type: string) {
  return page.evaluate(
    async ({ data, mime }) => {
      const image = new Image()
      image.src = `data:${mime};base64,${data}`
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = image.naturalWidth
      canvas.height = image.naturalHeight
      const context = canvas.getContext('2d')
      if (!context) throw new Error('no canvas')
      context.drawImage(image, 0, 0)
      const { data: dots } = context.getImageData(0, 0, canvas.width, canvas.height)
      const [red, green, blue] = [dots[0] ?? 0, dots[1] ?? 0, dots[2] ?? 0]
      let drawn = 0
      for (let at = 0; at < dots.length; at += 4)
        if (Math.abs((dots[at] ?? 0) - red) + Math.abs((dots[at + 1] ?? 0) - green) + Math.abs((dots[at + 2] ?? 0) - blue) > 12) drawn += 1
      return { width: canvas.width, height: canvas.height, drawn: drawn / (canvas.width * canvas.height), ground: [red, green, blue] }
    },
    { data: bytes.toString('base64'), mime: type },
  )
}

for (const scheme of ['light', 'dark'] as const) {
  test(`the whole walk is saved as a picture, ${scheme}, however far the screen is zoomed out`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    const [demo] = await recordings(page.request)
    const first = demo?.requests[0]
    if (!demo || !first) throw new Error('The demo has no request.')
    await openWalk(page, requestAddress(demo.name, first))
    const texts = await stepCards(page).evaluateAll((cards) => cards.map((card) => card.closest('[data-card]')?.textContent ?? ''))
    for (const _ of [1, 2, 3, 4]) await page.keyboard.press('-')
    const svg = await save(page, /SVG/)
    expect(svg.name).toBe(`walk-${first.id}.svg`)
    const text = svg.bytes.toString('utf8')
    const missing = await page.evaluate(
      ({ xml, wanted }) => {
        const parsed = new DOMParser().parseFromString(xml, 'image/svg+xml')
        if (parsed.querySelector('parsererror')) return ['the SVG does not parse']
        const whole = [...parsed.querySelectorAll('[data-card]')].map((card) => card.textContent)
        return wanted.filter((one) => one !== '' && !whole.includes(one))
      },
      { xml: text, wanted: texts },
    )
    expect(missing).toEqual([])
    expect(text).not.toMatch(/url\(["']?(https?:|\/)/)
    const drawn = await look(page, svg.bytes, 'image/svg+xml')
    expect(drawn.drawn).toBeGreaterThan(0.3)
    expect((drawn.ground[0] ?? 0) > 128).toBe(scheme === 'light')

    const png = await save(page, /PNG/)
    expect(png.name).toBe(`walk-${first.id}.png`)
    const dots = await look(page, png.bytes, 'image/png')
    expect([dots.width, dots.height]).toEqual([drawn.width * 2, drawn.height * 2])
    expect(dots.drawn).toBeCloseTo(drawn.drawn, 1)
    expect(dots.ground).toEqual(drawn.ground)
  })
}

test('the walk is copied as a note that has every step, in order, with where it was seen', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const [demo] = await recordings(page.request)
  const first = demo?.requests[0]
  if (!demo || !first) throw new Error('The demo has no request.')
  await openWalk(page, requestAddress(demo.name, first))
  const numbers = await stepCards(page).evaluateAll((cards) => cards.map((card) => Number(card.getAttribute('data-step'))))
  await page.getByRole('button', { name: 'Save or copy the walk' }).click()
  await page.getByRole('button', { name: 'Copy as a note' }).click()
  await expect(page.getByText('Copied')).toBeVisible()
  const note = await page.evaluate(() => navigator.clipboard.readText())
  expect(note).toContain('**Delivered**')
  expect([...note.matchAll(/^- (\d+) \*\*/gm)].map(([, number]) => Number(number))).toEqual(numbers.toSorted((a, b) => a - b))
  expect(note).toMatch(/`[^`]*iptables-save\.txt:\d+`/)
  expect(note.trimEnd()).toMatch(/<http:\/\/.*request=.*>$/)
})
