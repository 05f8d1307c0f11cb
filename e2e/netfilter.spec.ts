import { readFileSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import type { Step } from '@/lib/api/step'
import { recordings, walkOfRequest } from './product'

test('the Netfilter view marks the rules that a request hits, finds a rule, and goes from chain to chain', async ({
  page,
  request: api,
}) => {
  const [demo] = await recordings(api)
  const asked = demo?.requests[0]
  if (!demo || !asked) throw new Error('The demo has no request.')
  const walk = await walkOfRequest(api, demo.name, asked.id)
  const rules = walk.steps.filter(
    (step): step is Step & { rule: string; chain: string } => step.kind === 'rule' && step.netns !== asked.from,
  )
  const netns = rules[0]?.netns ?? ''
  const next = rules.findIndex((step) => step.netns !== netns || step.hook !== 'PREROUTING')
  const own = rules.slice(0, next)
  await page.goto(`/netfilter?${new URLSearchParams({ recording: demo.name, request: asked.id, freeze: '1' })}`)

  const chains = page.getByRole('group', { name: 'Chains' })
  for (const { chain } of own) await expect(chains.getByRole('button').filter({ hasText: chain }).first()).toBeVisible()
  const last = own.at(-1)
  if (!last) throw new Error('The first request matches no rule on a node.')
  await chains.getByRole('button').filter({ hasText: last.chain }).first().click()
  const table = page.getByRole('table', { name: `Rules of ${last.chain}` })
  await expect(table.locator('[data-hit]')).toContainText(last.op === 'DNAT' ? 'Rewrites the destination' : '')
  await expect(table.locator('[data-hit]')).toContainText('+1')

  const search = page.getByRole('combobox', { name: /Address, port/ })
  await page.keyboard.press('/')
  await expect(search).toBeFocused()
  const port = /--to-destination \S+:(\d+)/.exec(last.rule)?.[1] ?? last.chain
  await search.fill(`${last.chain} ${port}`)
  await expect(
    page
      .getByRole('listbox', { name: /Address, port/ })
      .getByRole('option')
      .first(),
  ).toContainText(last.chain)
  await search.press('Enter')
  await expect(page).toHaveURL(new RegExp(`chain=${last.chain}`))

  await page.goto(`/netfilter?${new URLSearchParams({ recording: demo.name, netns, table: 'nat', chain: 'KUBE-SERVICES', freeze: '1' })}`)
  const jump = page
    .getByRole('table')
    .getByRole('button', { name: /^KUBE-SVC-/ })
    .first()
  const target = (await jump.textContent()) ?? ''
  await jump.click()
  await expect(page.getByRole('heading', { name: target })).toBeVisible()
})

test('a namespace whose rules were not observed says so', async ({ page, request: api }) => {
  const [demo] = await recordings(api)
  await page.goto(`/netfilter?${new URLSearchParams({ recording: demo?.name ?? '', netns: 'nowhere', freeze: '1' })}`)
  await expect(page.getByRole('alert').filter({ hasText: 'The rules could not be read' })).toContainText('nowhere')
})

test('where kube-proxy writes nftables, a port is found among a map’s elements, and the element leads to its chain', async ({ page }) => {
  const zip = readFileSync('../shared/recordings/webpods-nftables.zip')
  const sent = await page.request.post('/api/recordings', {
    data: zip,
    headers: { 'content-type': 'application/zip', 'x-file-name': 'nft.zip' },
  })
  const { name } = await sent.json()
  const uploaded = (await recordings(page.request)).find((one) => one.name === name)
  const port = uploaded?.requests.map(({ url }) => new URL(url).port).find((one) => Number(one) >= 30_000) ?? ''
  await page.goto(`/netfilter?${new URLSearchParams({ recording: name, freeze: '1' })}`)

  const search = page.getByRole('combobox', { name: /Address, port/ })
  await search.fill(`service-nodeports ${port}`)
  const option = page
    .getByRole('listbox', { name: /Address, port/ })
    .getByRole('option')
    .filter({ hasText: port })
    .first()
  await expect(option).toContainText('goto')
  await search.press('Enter')
  const element = page
    .getByRole('list', { name: /^Elements of rule/ })
    .getByRole('listitem')
    .filter({ hasText: port })
  await expect(element).toContainText('Service ')
  const chain = element.getByRole('button')
  const target = (await chain.textContent()) ?? ''
  await chain.click()
  await expect(page.getByRole('heading', { name: target })).toBeVisible()
})
