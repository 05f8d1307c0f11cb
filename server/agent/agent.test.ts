import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { NamespaceFiles } from '@/server/agent/namespace-reader'
import { NetnsFinder } from '@/server/agent/netns-finder'
import { agentServer } from '@/server/agent/server'
import { TokenCheck } from '@/server/agent/token-check'

const ACCOUNT = 'system:serviceaccount:hopscope:hopscope'
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

interface Setup {
  read?: (netns: string | null) => Promise<NamespaceFiles>
  now?: () => number
}

async function agent({ read = async () => ({ files: { 'ss.txt': 'x' }, missing: {} }), now }: Setup = {}) {
  const reviewed: string[] = []
  const check = new TokenCheck(async (token) => {
    reviewed.push(token)
    return token === 'good'
      ? { username: ACCOUNT, groups: [] }
      : token === 'other'
        ? { username: 'system:serviceaccount:a:b', groups: [] }
        : null
  }, ACCOUNT)
  // Without namespaces on the disk: nothing is found.
  const finder = new NetnsFinder([])
  const server = agentServer({ check, finder, read, ...(now ? { now } : {}) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const get = (path: string, headers: Record<string, string> = { authorization: 'Bearer good' }, method = 'GET') =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers, method })
  return { get, reviewed }
}

describe('the node agent', () => {
  it('answers the dashboard’s account and nobody else', async () => {
    const { get, reviewed } = await agent()
    expect((await get('/v1/node')).status).toBe(200)
    expect((await get('/v1/node', {})).status).toBe(401)
    expect((await get('/v1/node', { authorization: 'Bearer other' })).status).toBe(401)
    expect((await get('/v1/node', { authorization: 'Bearer nobody' })).status).toBe(401)
    expect((await get('/v1/node', { authorization: `Bearer ${'x'.repeat(9000)}` })).status).toBe(401)
    await get('/v1/node')
    expect(reviewed).toEqual(['good', 'other', 'nobody'])
  })

  it('knows two paths, only reads, and takes nothing from a request into a command', async () => {
    const asked: (string | null)[] = []
    const { get } = await agent({
      read: async (netns) => {
        asked.push(netns)
        return { files: {}, missing: {} }
      },
    })
    expect((await get('/v1/node', undefined, 'POST')).status).toBe(405)
    for (const path of ['/', '/v1/pod?ip=1.2.3.4;id', '/v1/pod?ip=../x', '/v1/pod?ip=999.1.1.1', '/v1/pod?ip=10.0.0.1', '/v1/node?x=1'])
      expect((await get(path)).status, path).toBe(404)
    expect((await get(`/v1/pod?ip=${'1'.repeat(300)}`)).status).toBe(414)
    expect(asked).toEqual([])
  })

  it('reads a namespace once a second for all who ask, and says when nothing has changed', async () => {
    let at = 0
    let reads = 0
    let timer = 60
    const { get } = await agent({
      now: () => at,
      read: async () => {
        reads++
        return { files: { 'conntrack.txt': `ipv4     2 tcp      6 ${timer--} ESTABLISHED src=1 dst=2\n` }, missing: {} }
      },
    })
    const answers = await Promise.all([get('/v1/node'), get('/v1/node'), get('/v1/node')])
    expect(reads).toBe(1)
    const etag = answers[0]?.headers.get('etag') ?? ''
    at += 1500
    const again = await get('/v1/node', { authorization: 'Bearer good', 'if-none-match': etag })
    expect([again.status, reads]).toEqual([304, 2])
  })

  it('is not asked without end', async () => {
    const { get } = await agent({ now: () => 0 })
    const statuses = await Promise.all(Array.from({ length: 60 }, async () => (await get('/v1/node')).status))
    expect(statuses.filter((status) => status === 200)).toHaveLength(40)
    expect(statuses.filter((status) => status === 429)).toHaveLength(20)
  })
})
