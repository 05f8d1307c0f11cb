import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { enter, enterToChoose } from '@/server/auth/door'
import { Gate } from '@/server/auth/gate'
import { loginCookie, sealSession } from '@/server/auth/session'
import { readSessionKey } from '@/server/auth/session-key'

const CLUSTERS = Symbol.for('hopscope.clusters')
const GATE = Symbol.for('hopscope.gate')
const shared = globalThis as typeof globalThis & { [CLUSTERS]?: unknown; [GATE]?: unknown }

afterEach(() => {
  delete shared[CLUSTERS]
  delete shared[GATE]
})

const env = (values: Record<string, string> = {}) => ({ NODE_ENV: 'test', ...values }) as NodeJS.ProcessEnv
const asking = (host: string, cookie = '') => new Request(`http://${host}/api/x`, { headers: { host, cookie } })

describe('on a person’s own machine', () => {
  it('a cluster is shown to pages of this machine only, whatever name leads here', async () => {
    shared[GATE] = new Gate(env(), () => null)
    shared[CLUSTERS] = { inCluster: false, list: () => [{}] }
    for (const host of ['127.0.0.1:3000', 'localhost:3000', '[::1]:3000']) await expect(enter(asking(host))).resolves.toBeNull()
    for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:3000', '10.0.0.1:3000'])
      await expect(enter(asking(host)), host).rejects.toMatchObject({ status: 403 })
    // Recordings are no secret of a cluster.
    shared[CLUSTERS] = { list: () => [] }
    await expect(enter(asking('evil.example'))).resolves.toBeNull()
  })

  it('what could be connected to is told to pages of this machine only, also before anything is', async () => {
    shared[GATE] = new Gate(env(), () => null)
    shared[CLUSTERS] = { inCluster: false, list: () => [] }
    await expect(enterToChoose(asking('127.0.0.1:3000'))).resolves.toBeNull()
    await expect(enterToChoose(asking('evil.example:3000'))).rejects.toMatchObject({ status: 403 })
  })
})

describe('in a cluster', () => {
  const text = randomBytes(48).toString('base64')

  it('nobody comes in without a session of this key', async () => {
    shared[GATE] = new Gate(env({ HOPSCOPE_CLUSTER: 'in', HOPSCOPE_SESSION_KEY: text }), () => null)
    shared[CLUSTERS] = { inCluster: false, list: () => [{}] }
    const seal = async (key: string) => {
      const session = { user: 'a', token: 't', expiresAt: Math.floor(Date.now() / 1000) + 60 }
      const sealed = await sealSession(readSessionKey(env({ HOPSCOPE_SESSION_KEY: key })), session)
      return loginCookie(sealed, 60, asking('x')).split(';')[0] ?? ''
    }
    await expect(enter(asking('node:30888'))).rejects.toMatchObject({ status: 401 })
    await expect(enter(asking('node:30888', 'hopscope_login=abc'))).rejects.toMatchObject({ status: 401 })
    await expect(enter(asking('node:30888', await seal(randomBytes(48).toString('base64'))))).rejects.toMatchObject({ status: 401 })
  })

  it('there is no server without a key, and no open door unless a flag says so in full', () => {
    expect(() => new Gate(env({ HOPSCOPE_CLUSTER: 'in' }), () => null)).toThrow('no session key')
    expect(() => new Gate(env({ HOPSCOPE_CLUSTER: 'in', HOPSCOPE_ANONYMOUS: 'true' }), () => null)).toThrow('no session key')
    expect(new Gate(env({ HOPSCOPE_CLUSTER: 'in', HOPSCOPE_ANONYMOUS: 'everyone-may-see-this-cluster' }), () => null).closed).toBe(false)
    expect(new Gate(env({ HOPSCOPE_CLUSTER: 'in', HOPSCOPE_SESSION_KEY: text }), () => null).closed).toBe(true)
  })
})
