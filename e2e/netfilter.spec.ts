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
