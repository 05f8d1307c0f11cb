import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { askAnew } from '@/components/live/ask-anew'

/** Somebody looks at what a server has; each answer is what it had when it was asked, and comes when it is let go. */
function looking() {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY, retry: false } } })
  const server = { has: 'nothing yet', waiting: [] as (() => void)[] }
  const queryFn = () => {
    const seen = server.has
    return new Promise<string>((resolve) => server.waiting.push(() => resolve(seen)))
  }
  const observer = new QueryObserver(client, { queryKey: ['overview'], queryFn })
  observer.subscribe(() => {})
  /** Lets go of what waits until nobody asks any more. */
  const answerUntil = async (end: Promise<void>) => {
    let ended = false
    const over = end.then(() => {
      ended = true
    })
    while (!ended) {
      for (const go of server.waiting.splice(0)) go()
      await new Promise((done) => setImmediate(done))
    }
    return over
  }
  return { server, observer, ask: askAnew(client, ({ queryKey }) => queryKey[0] === 'overview'), answerUntil }
}

describe('what is shown of something that changes', () => {
  it('is asked for again when it changed while it was first on its way', async () => {
    const { server, observer, ask, answerUntil } = looking()
    expect(server.waiting).toHaveLength(1)
    server.has = 'a Service'
    await answerUntil(ask())
    expect(observer.getCurrentResult().data).toBe('a Service')
  })

  it('comes through however often it changes, and ends with the newest', async () => {
    const { server, observer, ask, answerUntil } = looking()
    await answerUntil(ask())
    for (let change = 1; change <= 5; change++) {
      server.has = `state ${change}`
      void ask()
      await new Promise((done) => setImmediate(done))
    }
    expect(server.waiting).toHaveLength(1)
    await answerUntil(ask())
    expect(observer.getCurrentResult().data).toBe('state 5')
  })
})
