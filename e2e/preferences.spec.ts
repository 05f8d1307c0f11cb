import { expect, test } from '@playwright/test'
import { openWalk, recordings, requestAddress } from './product'

test('the page speaks Korean when asked, and stays where it is', async ({ page, request }) => {
  const [demo] = await recordings(request)
  if (!demo?.requests[0]) throw new Error('The demo has no request.')
  await openWalk(page, requestAddress(demo.name, demo.requests[0]))
  const address = page.url()
  await page.getByRole('button', { name: '한국어로 보기' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  await expect(page.getByText('전달됨').first()).toBeVisible()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  expect(page.url()).toBe(address)
})

test('the theme goes light, dark, as the system, and is remembered', async ({ page }) => {
  await page.goto('/')
  const button = page.getByRole('button', { name: /^Theme:/ })
  await expect(button).toHaveAccessibleName('Theme: as the system')
  await button.click()
  await expect(button).toHaveAccessibleName('Theme: light')
  await button.click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(button).toHaveAccessibleName('Theme: dark')
})
