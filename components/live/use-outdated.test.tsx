import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NextIntlClientProvider } from 'next-intl'
import type { ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { afterEach, expect, it, vi } from 'vitest'
import { sourceQuery } from '@/components/live/source-query'
import { useOutdated } from '@/components/live/use-outdated'
import { type PageAddress, PageAddressContext } from '@/components/shell/page-state'
import type { SourceStatus } from '@/lib/api/source'

afterEach(() => vi.restoreAllMocks())

const address: PageAddress = { state: { recording: 'here', at: 0 } as PageAddress['state'], update: () => {}, href: () => '' }

function Listener(): ReactNode {
  return useOutdated('nodes/one')?.why ?? 'fresh'
}

function drawn(client: QueryClient): string {
  return renderToString(
    <QueryClientProvider client={client}>
      <NextIntlClientProvider locale="en" timeZone="UTC">
        <PageAddressContext value={address}>
          <Listener />
        </PageAddressContext>
      </NextIntlClientProvider>
    </QueryClientProvider>,
  )
}

it('listens without asking, and leaves the function to those who ask', () => {
  const complained = vi.spyOn(console, 'error').mockImplementation(() => {})
  const asked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('nobody asked'))
  const client = new QueryClient()
  client.setQueryData(['recordings'], { recordings: [{ name: 'here' }] })
  const status = { now: 0, outdated: [{ folder: 'nodes/one', readAt: 0, why: 'refused' }] } as SourceStatus
  client.setQueryData(sourceQuery('here').queryKey, status)
  expect(drawn(client)).toBe('refused')
  expect(client.getQueryCache().find(sourceQuery('here'))?.options.queryFn).toBeTypeOf('function')
  expect(complained.mock.calls).toEqual([])
  expect(asked).not.toHaveBeenCalled()
})
