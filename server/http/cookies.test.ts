import { describe, expect, it } from 'vitest'
import { hiddenCookie, readCookie } from '@/server/http/cookies'

const asking = (headers: Record<string, string>, url = 'http://x/') => new Request(url, { headers })

describe('cookies', () => {
  it('are read by their whole name', () => {
    const request = asking({ cookie: 'other=1; name=a; name2=b; empty=' })
    expect(['name', 'name2', 'empty', 'ame', 'constructor'].map((name) => readCookie(request, name))).toEqual(['a', 'b', null, null, null])
  })

  it('are Secure by TLS, also by that of what stands in front', () => {
    expect(hiddenCookie(asking({}), 'n', 'v', null)).toBe('n=v; Path=/; HttpOnly; SameSite=Strict')
    expect(hiddenCookie(asking({}, 'https://x/'), 'n', 'v', 1.5)).toBe('n=v; Path=/; HttpOnly; SameSite=Strict; Max-Age=1; Secure')
    expect(hiddenCookie(asking({ 'x-forwarded-proto': 'https' }), 'n', '', -5)).toContain('Max-Age=0; Secure')
  })
})
