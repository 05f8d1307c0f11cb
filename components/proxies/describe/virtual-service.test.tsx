import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { Routes } from '@/components/proxies/describe/virtual-service'
import type { VirtualServiceAnswer } from '@/components/proxies/describe/warnings'
import describe from '@/messages/en/describe.json'

// An object opens its YAML, which needs the page around it.
vi.mock('@/components/proxies/describe/parts', async (real) => ({ ...(await real<object>()), ObjectOf: () => null }))

function shown(...reaches: boolean[]): string {
  const routes: VirtualServiceAnswer['routes'] = reaches.map((one) => ({ protocol: 'http', reaches: one, facts: [] }))
  const service = { name: 'shop', namespace: 'default', hosts: ['shop'], http: routes.length, tls: 0, tcp: 0, routes }
  return renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={{ describe }} timeZone="UTC">
      <Routes service={service} />
    </NextIntlClientProvider>,
  )
}

test('routes that do not lead to the pod are others only beside some that do', () => {
  expect(shown(true, false, false)).toContain('2 other routes do not lead to this pod')
  const none = shown(false, false)
  expect(none).toContain('None of its 2 routes leads to this pod.')
  expect(none).toContain('Its 2 routes')
  expect(none).not.toMatch(/other routes/i)
})
