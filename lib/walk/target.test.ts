import { describe, expect, it } from 'vitest'
import type { Question } from '@/lib/api/question'
import { parseTarget } from '@/lib/walk/target'

const ask = (url: string, more: Partial<Question> = {}) =>
  parseTarget({ from: 'a', url, host: null, container: null, method: 'get', headers: [], at: 0, ...more })

describe('parseTarget', () => {
  it('takes the port of the scheme, and http where there is none', () => {
    expect(ask('svc')).toMatchObject({ name: 'svc', port: 80, payload: { tls: null } })
    expect(ask('https://svc/')).toMatchObject({ port: 443 })
  })
  it('keeps the port in the Host header only where the URL has it', () => {
    expect(ask('http://svc:8080/a?b')).toMatchObject({ payload: { request: { authority: 'svc:8080', path: '/a?b', method: 'GET' } } })
    expect(ask('http://svc:80/')).toMatchObject({ port: 80, payload: { request: { authority: 'svc' } } })
  })
  it('lets a Host header win, also one among the headers', () => {
    expect(ask('http://svc/', { host: 'other' })).toMatchObject({ payload: { request: { authority: 'other' } } })
    expect(ask('http://svc/', { headers: [['HOST', 'third']] })).toMatchObject({ payload: { request: { authority: 'third' } } })
  })
  it('asks for a tunnel by name and port alone', () => {
    const connect = { method: 'connect', host: 'other' }
    expect(ask('http://svc/a', connect)).toMatchObject({ payload: { request: { authority: 'other:80', path: '', method: 'CONNECT' } } })
    expect(ask('http://svc:8080/', { method: 'CONNECT' })).toMatchObject({ payload: { request: { authority: 'svc:8080' } } })
  })
  it('sends the name as SNI, but no address', () => {
    expect(ask('https://svc/')).toMatchObject({ payload: { tls: { sni: 'svc' } } })
    expect(ask('https://10.0.0.1/')).toMatchObject({ payload: { tls: { sni: null } } })
    expect(ask('https://[FD00::0001]:8443/')).toMatchObject({
      name: 'fd00::1',
      port: 8443,
      payload: { tls: { sni: null }, request: { authority: '[fd00::1]:8443' } },
    })
  })
  it.each(['http://', 'ftp://svc/', 'http://[::g]/', 'http://svc:99999/'])('says what is wrong with %s', (url) => {
    expect(ask(url)).toEqual({ error: { reason: expect.any(String), reasonCode: expect.any(Object) } })
  })
})
