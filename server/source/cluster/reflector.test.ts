import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { KubeApi } from '@/server/source/cluster/kube-api'
import { ObjectStore } from '@/server/source/cluster/object-store'
import { Reflector } from '@/server/source/cluster/reflector'

/*
 * What a real API server does only under load or by chance (429, 410, a torn line) is said here by a server that follows a script; the same
 * reflector is held against a real one in e2e-cluster/watch.test.ts.
 */
type Answer = (request: IncomingMessage, response: ServerResponse) => void

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

const service = (name: string, resourceVersion: string) => ({ metadata: { name, namespace: 'default', resourceVersion } })
const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Answer => {
  return (_, response) => response.writeHead(status, headers).end(JSON.stringify(body))
}
const list = (resourceVersion: string, ...items: unknown[]) => json({ metadata: { resourceVersion }, items })
const events =
  (...parts: string[]): Answer =>
  (_, response) => {
    response.writeHead(200)
    for (const part of parts) response.write(part)
    response.end()
  }
/** Stays open, as a watch on which nothing happens. */
const quiet: Answer = (_, response) => {
  response.writeHead(200)
  response.flushHeaders()
}
const event = (type: string, object: unknown) => `${JSON.stringify({ type, object })}\n`

/** Runs a reflector against scripted answers, until the last one has been asked for. */
async function follow(script: Answer[]) {
  const asked: URL[] = []
  const at: number[] = []
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://x'))
    at.push(performance.now())
    ;(script[asked.length - 1] ?? quiet)(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const api = new KubeApi({ kind: 'service-account' })
  vi.spyOn(api, 'current').mockResolvedValue({ server: `http://127.0.0.1:${port}`, apply: async () => {} })
  const stop = new AbortController()
  const store = new ObjectStore('v1', 'Service', () => {})
  const reflector = new Reflector(api, '/services', store, stop.signal)
  stops.push(() => {
    stop.abort()
    server.closeAllConnections()
    server.close()
  })
  const running = reflector.run()
  await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(script.length), { timeout: 10_000, interval: 20 })
  return { asked, at, store, reflector, running, names: () => [...store.values()].map(({ name }) => name).sort() }
}

describe('list and watch', () => {
  it('takes a list in pages, then watches from its version', async () => {
    const { asked, names } = await follow([
      json({ metadata: { resourceVersion: '7', continue: 'more' }, items: [service('a', '1')] }),
      list('7', service('b', '2')),
      events(
        event('ADDED', service('c', '8')),
        event('DELETED', service('a', '9')),
        event('BOOKMARK', { metadata: { resourceVersion: '20' } }),
      ),
      quiet,
    ])
    expect(names()).toEqual(['b', 'c'])
    expect(asked[1]?.searchParams.get('continue')).toBe('more')
    expect(asked[2]?.searchParams.get('resourceVersion')).toBe('7')
    // The bookmark moved the place from which it goes on.
    expect(asked[3]?.searchParams.get('resourceVersion')).toBe('20')
  })

  it('lists anew when the server no longer knows the place, be it the answer or an event that says so', async () => {
    const gone = event('ERROR', { code: 410, message: 'too old resource version' })
    const { asked, names } = await follow([
      list('1', service('a', '1')),
      events(gone),
      list('5', service('b', '5')),
      json({ message: 'gone' }, 410),
      list('9', service('c', '9')),
      quiet,
    ])
    expect(names()).toEqual(['c'])
    expect(asked.map((url) => url.searchParams.has('watch'))).toEqual([false, true, false, true, false, true])
  })

  it('drops an object that was torn, and goes on before it', async () => {
    const whole = event('ADDED', service('b', '2'))
    const { asked, names } = await follow([
      list('1', service('a', '1')),
      (_, response) => {
        response.writeHead(200)
        response.write(whole + event('ADDED', service('c', '3')).slice(0, 30), () => response.destroy())
      },
      events(event('ADDED', service('c', '3'))),
      quiet,
    ])
    expect(asked[2]?.searchParams.get('resourceVersion')).toBe('2')
    expect(names()).toEqual(['a', 'b', 'c'])
  })

  it('waits as long as the server asks', async () => {
    const { at, names } = await follow([json({ message: 'slow down' }, 429, { 'retry-after': '1' }), list('1', service('a', '1')), quiet])
    expect((at[1] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(990)
    expect(names()).toEqual(['a'])
  })

  it('says what is forbidden, and ends where the resource is not there', async () => {
    const forbidden = await follow([json({ message: 'services is forbidden' }, 403)])
    await vi.waitFor(() => expect(forbidden.reflector.state).toEqual({ state: 'forbidden', why: '403: services is forbidden' }))
    const absent = await follow([json({ message: 'not found' }, 404)])
    await absent.running
    expect(absent.reflector.state.state).toBe('absent')
  })

  it('keeps what it has while the server fails', async () => {
    const { names, reflector } = await follow([
      list('1', service('a', '1')),
      json({ message: 'etcd' }, 500),
      json({ message: 'etcd' }, 503),
      quiet,
    ])
    expect(names()).toEqual(['a'])
    await vi.waitFor(() => expect(reflector.state.state).toBe('watching'))
  })

  it('reads its credentials again when they are refused', async () => {
    const renewed = vi.spyOn(KubeApi.prototype, 'renew')
    const { names } = await follow([json({ message: 'expired' }, 401), list('1', service('a', '1')), quiet])
    expect(renewed).toHaveBeenCalled()
    expect(names()).toEqual(['a'])
    renewed.mockRestore()
  })
})
