import { describe, expect, test } from 'vitest'
import { parseAccessLine } from '@/lib/envoy/access-log/parse'

const ISTIO =
  '[2026-11-21T11:15:35.207Z] "GET /a b?c HTTP/1.1" 503 URX,UF upstream_reset{x|TLS_error:|1} - "TLS_error:_x" 0 167 12 - "10.0.0.1,10.0.0.2" "curl"quoted"7" "id-1" "web:80" "10.1.0.5:80" outbound|80||web.default.svc.cluster.local - 10.1.0.9:80 10.1.0.4:38702 outbound_.80_._.web default'

describe('parseAccessLine', () => {
  test('reads Istio’s format, with quotes inside fields', () => {
    expect(parseAccessLine(ISTIO)).toMatchObject({
      format: 'istio',
      start: '2026-11-21T11:15:35.207Z',
      method: 'GET',
      path: '/a b?c',
      protocol: 'HTTP/1.1',
      status: 503,
      flags: ['URX', 'UF'],
      details: 'upstream_reset{x|TLS_error:|1}',
      failure: 'TLS_error:_x',
      duration: 12,
      upstreamTime: null,
      forwardedFor: '10.0.0.1,10.0.0.2',
      userAgent: 'curl"quoted"7',
      upstreamHost: '10.1.0.5:80',
      upstreamCluster: 'outbound|80||web.default.svc.cluster.local',
      upstreamLocal: null,
      downstreamRemote: '10.1.0.4:38702',
      sni: 'outbound_.80_._.web',
      route: 'default',
    })
  })

  test('reads TCP lines, whose request is only dashes', () => {
    const line = parseAccessLine(
      '[2026-11-21T11:13:50.075Z] "- - -" 0 UH - - "-" 0 0 2 - "-" "-" "-" "-" "-" BlackHoleCluster - 1.2.3.4:443 10.0.0.17:33017 a.b -',
    )
    expect(line).toMatchObject({
      method: null,
      path: null,
      protocol: null,
      status: 0,
      flags: ['UH'],
      upstreamCluster: 'BlackHoleCluster',
      route: null,
    })
  })

  test('reads Envoy’s own format and Istio’s JSON', () => {
    const own = parseAccessLine(
      '[2026-11-21T11:50:20.741Z] "GET /refused HTTP/1.1" 503 UF 0 167 0 - "-" "curl/7.88.1" "id" "192.168.10.200:10000" "192.168.10.200:9"',
    )
    expect(own).toMatchObject({ format: 'envoy', path: '/refused', flags: ['UF'], upstreamHost: '192.168.10.200:9', route: null })
    const json = parseAccessLine(
      '{"start_time":"2026-01-01T00:00:00Z","method":"GET","path":"/","response_code":404,"response_flags":"NR","route_name":null,"authority":"a"}',
    )
    expect(json).toMatchObject({ format: 'json', status: 404, flags: ['NR'], authority: 'a', route: null })
  })

  test.each([
    '',
    'hello',
    '[2026-11-21T11:50:20Z] "GET',
    '{"a":1}',
    '{',
    '2026-11-21T11:50:20.741Z\tinfo\tReady',
    `[2026-11-21T11:50:20.741Z] "${'x'.repeat(200_000)}"`,
  ])('leaves other lines alone', (line) => {
    expect(parseAccessLine(line)).toBeNull()
  })
})
