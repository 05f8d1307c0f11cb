import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { carryOver } from '@/components/player/carry'

function known(): QueryClient {
  const client = new QueryClient()
  client.setQueryData(['choices', 'r', 1000], { hosts: ['a'] })
  client.setQueryData(['proxies', 'r', 1000], { at: 1000, now: '2026-01-01T00:00:01.000Z', proxies: [], istiods: [], problems: [] })
  return client
}

it('takes over what no counter changes, with the clock gone on', () => {
  const client = known()
  carryOver(client, 'r', 1000, 3500, [{ kind: 'counters', subject: 'n1' }])
  expect(client.getQueryData(['choices', 'r', 3500])).toEqual({ hosts: ['a'] })
  expect(client.getQueryData(['proxies', 'r', 3500])).toMatchObject({ at: 3500, now: '2026-01-01T00:00:03.500Z' })
})

it('asks again once an object or a proxy changed', () => {
  const client = known()
  carryOver(client, 'r', 1000, 3500, [
    { kind: 'access', subject: 'p' },
    { kind: 'sync', subject: 'p' },
  ])
  expect(client.getQueryData(['choices', 'r', 3500])).toBeUndefined()
  expect(client.getQueryData(['proxies', 'r', 3500])).toBeUndefined()
})
