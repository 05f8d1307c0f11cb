import type { Worker } from 'node:worker_threads'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { overviewSchema } from '@/lib/api/overview'
import { settingsOf } from '@/server/source/cluster/settings'
import { RecordedApiServer } from '@/server/source/cluster/testing/recorded-api-server'
import { ClusterConnection, inThisThread, inThread, type Start } from '@/server/threads/cluster/connection'

const { refuse } = vi.hoisted(() => ({
  refuse: () => {
    throw new Error('this is done on the event loop')
  },
}))
vi.mock('@/lib/mesh/build', () => ({ buildMesh: refuse }))
vi.mock('@/lib/walk/walk', () => ({ walk: refuse }))

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function watched(start: Start) {
  const server = new RecordedApiServer('nginx-nodeport')
  ends.push(() => server.close())
  const file = await server.listen()
  const connection = new ClusterConnection(start)
  ends.push(() => connection.close('recorded'))
  connection.open(settingsOf(process.env, 'recorded', { kind: 'file', file, context: null }))
  const listed = () => vi.waitFor(async () => expect(await connection.ask('recorded', 'listed', null)).toBe(true), { timeout: 20_000 })
  return { server, connection, listed }
}

const job = async (connection: ClusterConnection, name: 'overview') =>
  JSON.parse(new TextDecoder().decode(await connection.ask('recorded', 'job', { person: null, name, query: { at: 0 } })))

describe('a live cluster in its thread', () => {
  it('is watched, meshed and walked there, and nothing of it here', async () => {
    const { connection, listed } = await watched(inThread)
    await listed()
    const overview = overviewSchema.parse(await job(connection, 'overview'))
    expect(overview.rows.length).toBeGreaterThan(0)
    expect(await connection.metrics()).toContain('hopscope_viewers{cluster="recorded"} 0')
  })

  it('tells what changes to who listens, and reads while somebody does', async () => {
    const { server, connection, listed } = await watched(inThread)
    await listed()
    const heard: string[] = []
    const leave = connection.listen('recorded', null, 1000, { send: (text) => heard.push(text), end: () => {} })
    const proxies = server.list('pods').items.length
    await vi.waitFor(() => expect(heard.join('')).toContain('event: hello'), { timeout: 10_000 })
    await vi.waitFor(async () => expect((await connection.ask('recorded', 'status', { person: null })).proxies.done).toBeGreaterThan(0), {
      timeout: 20_000,
    })
    expect(proxies).toBeGreaterThan(0)
    heard.length = 0
    const [pod] = server.list('pods').items
    server.tell('pods', 'DELETED', { ...pod, metadata: { ...pod?.metadata, resourceVersion: '9' } })
    await vi.waitFor(() => expect(heard.join('')).toContain('"kind":"kubernetes","subject":"pods"'), { timeout: 10_000 })
    leave()
    await vi.waitFor(async () => expect(await connection.metrics()).toContain('hopscope_viewers{cluster="recorded"} 0'))
  })

  it('ends streams when it is watched no longer, and knows it no more', async () => {
    const { connection, listed } = await watched(inThread)
    await listed()
    const ended = vi.fn()
    const heard: string[] = []
    const listen = () => connection.listen('recorded', null, 1000, { send: (text) => heard.push(text), end: ended })
    listen()
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0))
    connection.endStreams()
    expect(ended).toHaveBeenCalledOnce()
    ended.mockClear()
    heard.length = 0
    listen()
    await vi.waitFor(() => expect(heard.length).toBeGreaterThan(0))
    connection.close('recorded')
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce())
    await expect(connection.ask('recorded', 'listed', null)).rejects.toMatchObject({ status: 404 })
  })

  it('is watched again when its thread breaks; who waits is told', async () => {
    let worker: Worker | null = null
    const { connection, listed } = await watched((take, broke) => {
      worker = inThread(take, broke) as Worker
      return worker
    })
    await listed()
    const ended = vi.fn()
    connection.listen('recorded', null, 0, { send: () => {}, end: ended })
    const waiting = connection.ask('recorded', 'whose', { token: 'admin-token' })
    const refused = expect(waiting).rejects.toMatchObject({ status: 503 })
    await (worker as Worker | null)?.terminate()
    await refused
    expect(ended).toHaveBeenCalledOnce()
    await listed()
    expect(await connection.ask('recorded', 'whose', { token: 'admin-token' })).toBe('admin')
    expect(await connection.ask('recorded', 'whose', { token: 'another' })).toBeNull()
  })

  it('does the same in one thread, for development: there the work is done here', async () => {
    const { connection, listed } = await watched(inThisThread)
    await listed()
    await expect(job(connection, 'overview')).rejects.toThrow('job of a cluster')
  })
})
