import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Attempts } from '@/server/auth/attempts'
import { endOf, loginCookie, openSession, sealSession } from '@/server/auth/session'
import { readSessionKey } from '@/server/auth/session-key'

const key = new Uint8Array(randomBytes(32))
const now = Math.floor(Date.now() / 1000)
const session = { user: 'system:serviceaccount:a:b', token: 'aaa.bbb.ccc', expiresAt: now + 600 }
const asking = (cookie: string) => new Request('http://x/', { headers: { cookie } })

describe('a session', () => {
  it('comes back from its cookie as it was, and does not show the token', async () => {
    const value = await sealSession(key, session)
    expect(value).not.toContain(Buffer.from(session.token).toString('base64url'))
    expect(await openSession(key, asking(`other=1; hopscope_login=${value}`))).toEqual(session)
  })

  it('is none when another key sealed it, when it was changed, or when it has ended', async () => {
    const value = await sealSession(key, session)
    expect(await openSession(new Uint8Array(randomBytes(32)), asking(`hopscope_login=${value}`))).toBeNull()
    const changed = `${value.slice(0, -4)}${value.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`
    expect(await openSession(key, asking(`hopscope_login=${changed}`))).toBeNull()
    const past = await sealSession(key, { ...session, expiresAt: now - 1 })
    expect(await openSession(key, asking(`hopscope_login=${past}`))).toBeNull()
    expect(await openSession(key, asking(''))).toBeNull()
    // An unsealed token says what it likes.
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"admin"}').toString('base64url')}.`
    expect(await openSession(key, asking(`hopscope_login=${none}`))).toBeNull()
  })

  it('ends with its token, at the latest after a working day', () => {
    const token = (claims: object) => `h.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.s`
    expect(endOf(token({ exp: now + 60 }), now)).toBe(now + 60)
    expect(endOf(token({ exp: now + 1e6 }), now)).toBe(now + 8 * 3600)
    expect(endOf('opaque', now)).toBe(now + 8 * 3600)
  })

  it('has a cookie that no script reads and no other site sends', () => {
    const cookie = loginCookie('v', 60, new Request('http://x/'))
    expect(cookie).toMatch(/^hopscope_login=v; Path=\/; HttpOnly; SameSite=Strict; Max-Age=60$/)
    expect(loginCookie('v', 60, new Request('https://x/'))).toContain('; Secure')
    expect(loginCookie('v', 60, new Request('http://x/', { headers: { 'x-forwarded-proto': 'https' } }))).toContain('; Secure')
  })
})

describe('the session key', () => {
  const env = (values: Record<string, string>) => ({ NODE_ENV: 'test', ...values }) as NodeJS.ProcessEnv

  it('is taken when it was drawn at random', () => {
    const text = randomBytes(48).toString('base64')
    expect(readSessionKey(env({ HOPSCOPE_SESSION_KEY: text }))).toHaveLength(32)
    expect(readSessionKey(env({ HOPSCOPE_SESSION_KEY: `${text}\n` }))).toEqual(readSessionKey(env({ HOPSCOPE_SESSION_KEY: text })))
  })

  it.each([
    ['none', {}],
    ['a short one', { HOPSCOPE_SESSION_KEY: 'abcdefgh' }],
    ['one letter', { HOPSCOPE_SESSION_KEY: 'x'.repeat(64) }],
    ['a sample', { HOPSCOPE_SESSION_KEY: 'please-change-me-please-change-me-please-change-me-1a2b3c4d5e6f' }],
    ['a file that is not there', { HOPSCOPE_SESSION_KEY_FILE: '/no/such/key' }],
  ])('is refused: %s', (_, values) => {
    expect(() => readSessionKey(env(values))).toThrow('openssl rand')
  })
})

it('log-ins are counted, and a minute later possible again', () => {
  let at = 0
  const attempts = new Attempts(() => at)
  const tries = () => Array.from({ length: 60 }, () => attempts.count())
  expect(tries).toThrow('Too many')
  at += 60_001
  expect(() => attempts.count()).not.toThrow()
})
