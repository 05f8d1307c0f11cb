import { type APIRequestContext, expect, type Page, test } from '@playwright/test'
import type { DescribeAnswer } from '@/lib/api/describe'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import { expectAccessible } from './axe'
import { expectNoEnglish } from './english'
import { addressWith, recordings } from './product'

const address = (recording: string, proxy: string) => addressWith('/proxies', { recording, diff: proxy, config: 'describe', freeze: '1' })
const printed = (page: Page) => page.getByRole('complementary', { name: 'What istioctl prints' })

async function described(api: APIRequestContext, recording: string, pod: string): Promise<DescribeAnswer> {
  const answer = await api.get('/api/describe', { params: { recording, pod } })
  expect(answer.ok(), pod).toBe(true)
  return answer.json()
}

/** The first proxy of the shipped recordings whose description is as asked. */
async function firstWith(
  api: APIRequestContext,
  isAsked: (answer: DescribeAnswer) => boolean,
): Promise<{ recording: string; proxy: string; answer: DescribeAnswer }> {
  for (const { name, origin } of await recordings(api)) {
    if (origin !== 'shipped') continue
    const { proxies }: ProxiesAnswer = await (await api.get('/api/proxies', { params: { recording: name } })).json()
    for (const { id } of proxies) {
      const answer = await described(api, name, id)
      if (isAsked(answer)) return { recording: name, proxy: id, answer }
    }
  }
  throw new Error('No shipped recording has such a proxy.')
}

const hasRule = ({ services }: DescribeAnswer) => (services ?? []).some(({ ports }) => ports.some((port) => port.destinationRule?.facts))
const hasRoutes = ({ services }: DescribeAnswer) =>
  (services ?? []).some(({ ports }) => ports.some((port) => port.virtualServices.length > 0))

test('a proxy’s row leads to its description, whose objects open by keyboard, and whose text is copied', async ({
  page,
  request,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { recording, proxy, answer } = await firstWith(request, (one) => hasRule(one) && hasRoutes(one))
  await page.goto(addressWith('/proxies', { recording, open: proxy, freeze: '1' }))
  await page.getByRole('button', { name: 'Describe' }).click()
  await expect(page).toHaveURL(/config=describe/)
  await expect(page.getByRole('radio', { name: 'Describe' })).toBeChecked()
  const [service] = answer.selectedBy
  const card = page.getByRole('region', { name: `Service ${service?.namespace}/${service?.name}` })
  const rule = card.locator('summary').filter({ hasText: 'DestinationRule' }).first()
  await rule.focus()
  await page.keyboard.press('Enter')
  await expect(card.locator('pre').first()).toContainText('kind: DestinationRule')
  await expect(card.getByRole('list', { name: 'Routes to this pod' }).first()).toBeVisible()
  await printed(page).getByRole('button', { name: 'Copy what istioctl prints' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(answer.istioctl.text)
  await page.reload()
  await expect(printed(page)).toContainText(answer.istioctl.command)
})

test('what istioctl overlooks is said', async ({ page, request }) => {
  const { recording, proxy } = await firstWith(request, ({ istioctl }) => istioctl.overlooks)
  await page.goto(address(recording, proxy))
  await expect(printed(page)).toContainText('istioctl takes the first that seems to fit')
})

test('an Envoy that was not observed is unknown, and where istioctl gives up is shown', async ({ page, request }) => {
  const { recording, proxy, answer } = await firstWith(request, ({ services }) => services === null)
  await page.goto(address(recording, proxy))
  await expect(printed(page).locator('pre')).toContainText(`Error: ${answer.istioctl.error}`)
  await expect(printed(page)).toContainText('it gets no answer from that Envoy')
})

test('a pod that nobody has seen is an error with its name', async ({ page, request }) => {
  const [demo] = await recordings(request)
  await page.goto(address(demo?.name ?? '', 'nobody.nowhere'))
  await expect(page.getByRole('alert').filter({ hasText: 'nobody.nowhere' })).toBeVisible()
})

test('it speaks Korean, and is accessible in both themes', async ({ page, request, context, baseURL }) => {
  const warned = await firstWith(request, (one) => hasRule(one) && one.istioctl.text.includes('UNKNOWN subset'))
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.goto(address(warned.recording, warned.proxy))
    await expect(printed(page)).toBeVisible()
    await expectAccessible(page)
  }
  await context.addCookies([{ name: 'hopscope-locale', value: 'ko', url: baseURL ?? '' }])
  const unread = await firstWith(request, ({ services }) => services === null)
  for (const { recording, proxy } of [warned, unread]) {
    await page.goto(address(recording, proxy))
    await expect(page.locator('aside pre')).toBeVisible()
    await expectNoEnglish(page, `${recording} ${proxy}`, [proxy])
  }
})
