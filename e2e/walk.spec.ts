import { expect, test } from '@playwright/test'
import type { Step } from '@/lib/api/step'
import { alongFirstBranches, openWalk, recordings, requestAddress, stepCards, stepNames, walkOfRequest } from './product'

/** What the picture must name for a step that is never folded away: rewrites, and Envoy's decisions. */
function namedBy(step: Step): string[] {
  if (step.op && step.op !== 'MARK' && step.chain) return [`${step.op} ${step.chain}`]
  if (step.kind === 'listener' && step.listener) return [step.listener]
  if (step.kind === 'route' && step.virtualHost) return [step.virtualHost]
  if (step.kind === 'cluster' && step.cluster) return [step.cluster]
  if (step.kind === 'endpoint' && step.endpoint) return [step.endpoint]
  return []
}

test('the demo opens, and the first recorded request is read step by step in the order of its walk', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const first = demo?.requests[0]
  if (!demo || !first) throw new Error('The demo has no request.')
  await page.goto('/')
  await expect(page.getByRole('button', { name: new RegExp(demo.name) })).toBeVisible()
  await page
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: /Requests/ })
    .click()
  await page.getByRole('row').nth(1).getByRole('link').click()
  await expect(stepCards(page).first()).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`request=${first.id}`))

  const walk = await walkOfRequest(request, demo.name, first.id)
  const names = await stepNames(page)
  expect(names.length).toBeGreaterThan(20)
  expect(names.map(({ no }) => no)).toEqual([...new Set(names.map(({ no }) => no))])
  expect(names[0]?.name).toContain(first.from)
  expect(names.at(-1)?.name).toContain('The answer arrives')

  // Every decision of the walk is named, in the walk's order.
  const wanted = alongFirstBranches(walk).flatMap(namedBy)
  expect(wanted.length).toBeGreaterThan(8)
  let at = 0
  for (const name of wanted) {
    const found = names.findIndex((card, index) => index >= at && card.name.includes(name))
    expect(found, `${name} comes after ${names[at]?.name}`).toBeGreaterThanOrEqual(at)
    at = found
  }
  // The text alternative has every single step, in the same order.
  const kinds = await page.locator('[data-step-list] li').evaluateAll((items) => items.map((item) => item.getAttribute('data-kind')))
  expect(kinds).toEqual(alongFirstBranches(walk).map(({ kind }) => kind))
})

test('a Host that no virtual host knows is answered 404 NR at the gateway’s route step', async ({ page, request }) => {
  const [demo] = await recordings(request)
  const first = demo?.requests.find(({ outcome }) => outcome.status === 200)
  if (!demo || !first) throw new Error('The demo has no request that was answered.')
  await openWalk(page, requestAddress(demo.name, first))
  const host = page.getByRole('combobox', { name: 'Host header' })
  await host.fill('nobody.invalid')
  await host.press('Escape')
  await page.getByRole('button', { name: 'Trace', exact: true }).click()
  await expect(page).toHaveURL(/host=nobody\.invalid/)
  await expect(page.getByText('Answered 404 NR').first()).toBeVisible()
  const names = await stepNames(page)
  const route = names.find(({ name }) => /^Step \d+, Route/.test(name))
  expect(route?.name).toContain('Answered')
  expect(names.some(({ name }) => /^Step \d+, (Cluster|Endpoint)/.test(name))).toBe(false)
})

test('a NodePort on a node without a local endpoint is dropped, and the picture names the rule', async ({ page, request }) => {
  for (const recording of await recordings(request)) {
    for (const sent of recording.requests.filter(({ outcome }) => outcome.exit === 28)) {
      const walk = await walkOfRequest(request, recording.name, sent.id)
      const rule = alongFirstBranches(walk).findLast(({ kind, outcome }) => kind === 'rule' && outcome === 'DROP')
      if (walk.verdict.kind !== 'dropped' || !rule?.rule?.includes('no local endpoints')) continue
      await page.goto(`/?${new URLSearchParams({ recording: recording.name, freeze: '1' })}`)
      // Drawn from what the page asked for itself: it listens to what is typed by now.
      await expect(page.locator('main ul li').first()).toBeVisible()
      const from = page.getByRole('combobox', { name: 'From' })
      await from.fill(sent.from)
      await from.press('Escape')
      const url = page.getByRole('combobox', { name: 'URL' })
      await url.fill(sent.url)
      await url.press('Escape')
      await page.getByRole('button', { name: 'Trace', exact: true }).click()
      await expect(page.getByText('Dropped', { exact: true }).first()).toBeVisible()
      const last = page.getByRole('button', { name: new RegExp(`${rule.chain}.*Dropped`) })
      await expect(last).toBeVisible()
      await last.press(' ')
      await expect(page.getByLabel('Step details').first()).toContainText('-j DROP')
      return
    }
  }
  throw new Error('No recording has a request that was dropped for want of a local endpoint.')
})

test('a reload gives the same view', async ({ page, request }) => {
  const [demo] = await recordings(request)
  if (!demo?.requests[0]) throw new Error('The demo has no request.')
  await openWalk(page, requestAddress(demo.name, demo.requests[0]))
  await stepCards(page).nth(4).press(' ')
  await expect(page).toHaveURL(/step=/)
  const before = {
    url: page.url(),
    names: await stepNames(page),
    chosen: await page.locator('[aria-pressed=true][data-step]').getAttribute('data-step'),
  }
  await page.reload()
  await expect(page.locator('[aria-pressed=true][data-step]')).toBeVisible()
  expect({
    url: page.url(),
    names: await stepNames(page),
    chosen: await page.locator('[aria-pressed=true][data-step]').getAttribute('data-step'),
  }).toEqual(before)
})

test('a step names the objects behind it, and each opens as YAML', async ({ page, request }) => {
  for (const recording of await recordings(request))
    for (const sent of recording.requests.slice(0, 5)) {
      const steps = alongFirstBranches(await walkOfRequest(request, recording.name, sent.id))
      const object = steps.flatMap(({ objects }) => objects ?? []).find((one) => one.startsWith('VirtualService '))
      if (!object) continue
      await openWalk(page, requestAddress(recording.name, sent))
      const routes = stepCards(page).and(page.getByRole('button', { name: /^Step \d+, Route/ }))
      for (const route of await routes.all()) {
        await route.press(' ')
        const behind = page.locator('[data-path-panel] details').filter({ hasText: object.split(' ')[1] ?? '?' })
        if ((await behind.count()) === 0) continue
        await behind.locator('summary').click()
        await expect(behind.locator('pre')).toContainText('kind: VirtualService')
        await expect(behind.locator('pre')).toContainText(`name: ${object.split('/')[1]}`)
        return
      }
    }
  throw new Error('No route of a shipped recording names a VirtualService.')
})
