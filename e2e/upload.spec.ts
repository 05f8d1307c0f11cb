import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { recordings } from './product'

/** Drops a file on the page as a person does: over it first, then let go. */
async function drop(page: Page, name: string, base64: string, size?: number): Promise<void> {
  const data = await page.evaluateHandle(
    ([file, content, bytes]) => {
      const transfer = new DataTransfer()
      const body = bytes === undefined ? Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0)) : new Uint8Array(bytes)
      transfer.items.add(new File([body], file, { type: 'application/zip' }))
      return transfer
    },
    [name, base64, size] as const,
  )
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: data })
  await expect(
    page.getByText('Drop the recording’s zip to open it').or(page.getByText("Drop the recording's zip to open it")),
  ).toBeVisible()
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
}

test('a dropped zip opens for this browser session only', async ({ page, request, browser, baseURL }) => {
  const shipped = (await recordings(request)).findLast(({ live, requests }) => !live && requests.length > 0)
  if (!shipped) throw new Error('The product ships no recording.')
  const zip = readFileSync(path.join('recordings', shipped.file))
  await page.goto('/')
  await expect(page.getByRole('list', { name: 'From outside' })).toBeVisible()
  await drop(page, 'mine.zip', zip.toString('base64'))
  await expect(page.getByText(/^Opened /)).toBeVisible()
  await expect(page).toHaveURL(/[?&]recording=/)
  const name = new URL(page.url()).searchParams.get('recording') ?? ''
  expect(name).not.toBe('')
  expect((await recordings(request)).map((one) => one.name)).not.toContain(name)
  await expect(page.getByRole('button', { name: new RegExp(`Source: ?${name}`) })).toBeVisible()
  await page.reload()
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: /Requests/ })
    .click()
  await expect(page.getByRole('row')).toHaveCount(shipped.requests.length + 1)

  const other = await browser.newContext({ baseURL: baseURL ?? '' })
  const stranger = await other.newPage()
  await stranger.goto(`/?${new URLSearchParams({ recording: name })}`)
  await expect(stranger.getByRole('heading', { name: `There is no recording ${name}` })).toBeVisible()
  await other.close()
})

test('a broken zip is refused with its name and what is wrong, also in Korean', async ({ page, context, baseURL }) => {
  await page.goto('/')
  await expect(page.getByRole('list', { name: 'From outside' })).toBeVisible()
  await drop(page, 'broken.zip', Buffer.from('no zip at all').toString('base64'))
  const notice = page.getByRole('status').filter({ hasText: 'broken.zip' })
  await expect(notice).toContainText('broken.zip could not be opened')
  await expect(notice).toContainText('not a zip file: it does not begin with PK')
  await notice.getByRole('button', { name: 'Close' }).click()
  await expect(notice).toHaveCount(0)
  await expect(page.getByRole('list', { name: 'From outside' })).toBeVisible()

  await context.addCookies([{ name: 'hopscope-locale', value: 'ko', url: baseURL ?? '' }])
  await page.reload()
  await page.getByRole('button', { name: /데이터:/ }).click()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'half.zip', mimeType: 'application/zip', buffer: Buffer.from('PK\x03\x04 and no more') })
  await expect(page.getByRole('status').filter({ hasText: 'half.zip' })).toContainText('잘린 zip 파일입니다')
})

test('a zip that is too large is refused before it is kept', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('list', { name: 'From outside' })).toBeVisible()
  await drop(page, 'huge.zip', '', 64 * 1024 * 1024 + 1)
  await expect(page.getByRole('status').filter({ hasText: 'huge.zip' })).toContainText('larger than 64 MiB')
})
