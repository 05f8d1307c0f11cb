import { expect, test } from '@playwright/test'
import { addressWith, recordings, requestAddress, stepCards, walkOfRequest } from './product'

test('the system’s theme is followed until one is chosen, and again after', async ({ page }) => {
  await page.goto('/?freeze=1')
  const root = page.locator('html')
  await expect(root).toHaveAttribute('data-theme', 'light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await page.locator('body').press('t')
  await expect(root).toHaveAttribute('data-theme', 'light')
  await page.emulateMedia({ colorScheme: 'light' })
  await page.locator('body').press('t')
  await expect(root).toHaveAttribute('data-theme', 'dark')
  await page.locator('body').press('t')
  await expect(root).toHaveAttribute('data-theme', 'light')
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect(root).toHaveAttribute('data-theme', 'dark')
})

test('the search finds a recorded request and a command by a part of its name, and offers the rules for all else', async ({
  page,
  request,
}) => {
  const [demo] = await recordings(request)
  const sent = demo?.requests.at(-1)
  if (!demo || !sent) throw new Error('The demo has no request.')
  await page.goto(addressWith('/', { recording: demo.name, freeze: '1' }))
  await expect(page.getByRole('list', { name: 'From outside' })).toBeVisible()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill(sent.title.en)
  await palette.getByRole('option').filter({ hasText: sent.title.en }).first().click()
  await expect(page).toHaveURL(new RegExp(`request=${sent.id}`))
  await expect(stepCards(page).first()).toBeVisible()
  await page.getByRole('button', { name: /Search/ }).click()
  await palette.getByRole('combobox').fill('theme dark')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill('no such thing at all')
  await expect(palette.getByRole('option')).toHaveText(['Find “no such thing at all” in the rules'])
  await page.keyboard.press('Escape')
  await expect(palette).toHaveCount(0)
})

test('what the search has no name for is sought in the rules of the request that is shown', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const sent = demo?.requests[0]
  if (!demo || !sent) throw new Error('The demo has no request.')
  const chain = (await walkOfRequest(request, demo.name, sent.id)).steps.find((step) => step.ruleIndex !== undefined)?.chain
  if (!chain) throw new Error('The first request of the demo meets no rule.')
  await page.goto(requestAddress(demo.name, sent))
  await expect(stepCards(page).first()).toBeVisible()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill(chain)
  await palette.getByRole('option', { name: `Find “${chain}” in the rules` }).click()
  await expect(page.getByRole('option').filter({ hasText: chain }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/rule=\d/)
})

test('a proxy that is found in the search opens its row', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const answer = await request.get('/api/proxies', { params: { recording: demo?.name ?? '' } })
  const id = (await answer.json()).proxies[0].id
  await page.goto(addressWith('/requests', { recording: demo?.name ?? '', freeze: '1' }))
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill(`proxy ${id}`)
  await page.getByRole('option').filter({ hasText: id }).first().click()
  await expect(page.getByRole('button', { name: `Close ${id}` })).toHaveAttribute('aria-expanded', 'true')
})

test('number keys open the views that have a tab, and no other', async ({ page, request }) => {
  const [demo] = await recordings(request)
  await page.goto(addressWith('/', { recording: demo?.name ?? '', freeze: '1' }))
  const tabs = page.getByRole('navigation', { name: 'Views' }).getByRole('link')
  await expect(page.getByRole('list', { name: 'From outside' })).toBeVisible()
  const count = await tabs.count()
  for (let number = count; number >= 1; number--) {
    await page.locator('body').press(String(number))
    await expect(tabs.nth(number - 1)).toHaveAttribute('aria-current', 'page')
    // Every tab leads to a view that is there.
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toHaveCount(0)
  }
  const address = page.url()
  await page.locator('body').press(String(count + 1))
  await page.locator('body').press('?')
  const help = page.getByRole('dialog')
  await expect(help.getByText(String(count), { exact: true })).toBeVisible()
  await expect(help.getByText(String(count + 1), { exact: true })).toHaveCount(0)
  expect(page.url()).toBe(address)
  await page.keyboard.press('Escape')
  await expect(help).toHaveCount(0)
})

test('keys belong to the text while someone types, and / goes to the view’s search', async ({ page, request }) => {
  const [demo] = await recordings(request)
  await page.goto(addressWith('/requests', { recording: demo?.name ?? '', freeze: '1' }))
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await page.locator('body').press('/')
  const filter = page.getByRole('textbox', { name: 'Filter requests' })
  await expect(filter).toBeFocused()
  await page.keyboard.type('t1?')
  await expect(filter).toHaveValue('t1?')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await expect(page).toHaveURL(/\/requests/)
  await filter.fill('')
  await expect(page.getByRole('row')).toHaveCount((demo?.requests.length ?? 0) + 1)
})

test('the language that the browser asks for is spoken, and the chosen one remembered in a cookie', async ({ browser, baseURL }) => {
  const korean = await browser.newContext({ baseURL: baseURL ?? '', locale: 'ko-KR' })
  const page = await korean.newPage()
  await page.goto('/')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  // A click before the page listens goes by: a person clicks again.
  await expect(async () => {
    const button = page.getByRole('button', { name: 'Show in English' })
    if (await button.isVisible()) await button.click()
    await expect(page.locator('html')).toHaveAttribute('lang', 'en', { timeout: 3000 })
  }).toPass()
  expect((await korean.cookies()).find(({ name }) => name === 'hopscope-locale')?.value).toBe('en')
  await korean.close()
})
