import { type APIRequestContext, expect, test } from '@playwright/test'
import type { Entries } from '@/lib/api/entries'
import type { RequestSummary } from '@/lib/api/recordings'
import { openWalk, recordings, requestAddress } from './product'

/** The first recorded request whose entries are like this. */
async function requestWith(api: APIRequestContext, like: (entries: Entries) => boolean) {
  for (const recording of await recordings(api)) {
    for (const sent of recording.requests) {
      if (!couldBe(sent)) continue
      const { from, url, host, container, method, headers, at } = sent
      const params = new URLSearchParams({ recording: recording.name, from, url, method, at: String(at) })
      if (host !== null) params.set('host', host)
      if (container !== null) params.set('container', container)
      for (const [name, value] of Object.entries(headers)) params.append('header', `${name}:${value}`)
      const entries = (await (await api.get(`/api/entries?${params}`)).json()) as Entries
      if (like(entries)) return { recording: recording.name, sent, entries }
    }
  }
  throw new Error('No recorded request has such entries.')
}

/** A walk that was answered by the app needs no look. */
const couldBe = ({ outcome }: RequestSummary) => outcome.exit !== 0 || (outcome.status ?? 0) >= 400

test('a refusal of a proxy’s filter is followed by what would have come, without numbers', async ({ page, request }) => {
  const { recording, sent, entries } = await requestWith(request, ({ follows }) => follows?.verdict.kind === 'delivered')
  await openWalk(page, requestAddress(recording, sent))
  const ghosts = page.getByRole('region', { name: 'What would have followed' })
  await expect(ghosts).toContainText('Had the filter let it pass')
  for (const step of entries.follows?.steps ?? [])
    if (step.kind === 'cluster' && step.cluster) await expect(ghosts).toContainText(step.cluster)
  await expect(ghosts.locator('[data-step]')).toHaveCount(0)
})

test('a stop at one address of a Service leads to its other addresses, each with its own verdict', async ({ page, request }) => {
  const { recording, sent, entries } = await requestWith(request, ({ entries: list }) => {
    const other = list.find((entry) => !entry.here && entry.strip.verdict.kind === 'delivered')
    return list.some(({ here, kind }) => here && kind !== 'node') && other !== undefined
  })
  await openWalk(page, requestAddress(recording, sent))
  const list = page.getByRole('region', { name: 'The same request at each address of the Service' })
  await expect(list.getByRole('listitem')).toHaveCount(entries.entries.length)
  await list
    .getByRole('link', { name: /Delivered/ })
    .first()
    .click()
  await expect(page.getByText('Delivered', { exact: true }).first()).toBeVisible()
  await expect(list).toHaveCount(0)
})
