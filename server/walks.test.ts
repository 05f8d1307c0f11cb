import { describe, expect, it } from 'vitest'
import * as diff from '@/app/api/diff/route'
import * as events from '@/app/api/events/route'
import * as overview from '@/app/api/overview/route'
import * as request from '@/app/api/request/route'
import * as strips from '@/app/api/strips/route'
import * as walk from '@/app/api/walk/route'
import { diffSchema } from '@/lib/api/diff'
import { errorSchema } from '@/lib/api/error'
import { overviewSchema, stripsSchema } from '@/lib/api/overview'
import { requestAnswerSchema } from '@/lib/api/request'
import { walkSchema } from '@/lib/api/step'

const get = (handler: { GET: (request: Request) => Promise<Response> }, query: string, init: RequestInit = {}) =>
  handler.GET(new Request(`http://localhost/api/x?${query}`, init))

describe('walk', () => {
  it('gives the rules in the kernel’s order, with packets and evidence', async () => {
    const { verdict, steps } = walkSchema.parse(await (await get(walk, 'from=testpc&url=http://www.gasida.dev:30492/')).json())
    expect(verdict.kind).toBe('delivered')
    const rules = steps.filter((step) => step.kind === 'rule')
    expect(rules[0]).toMatchObject({ netns: 'k3s-w2', table: 'nat', chain: 'PREROUTING', packet: { before: { dport: 30492 } } })
    expect(rules.every((step) => step.evidence[0]?.line !== undefined)).toBe(true)
  })

  it('takes header parameters and the Host header, and refuses what is none', async () => {
    const wrong = walkSchema.parse(
      await (await get(walk, 'from=testpc&url=http://k3s-s:30492/&host=nobody.example&header=a:b&header=c:d:e')).json(),
    )
    expect(wrong.verdict).toMatchObject({ kind: 'answered', status: 404, flags: 'NR' })
    for (const [query, where] of [
      ['from=testpc', 'url'],
      ['url=http://x/', 'from'],
      ['from=a&url=http://x/&header=nonsense', 'header'],
      ['from=a&url=http://x/&method=A%20B', 'method'],
    ]) {
      const response = await get(walk, query ?? '')
      expect(response.status).toBe(400)
      expect(errorSchema.parse(await response.json()).error).toMatchObject({ code: 'badInput', where })
    }
  })
})

it('a recorded request stands beside its walk, and agrees', async () => {
  const answer = requestAnswerSchema.parse(await (await get(request, 'id=by-name')).json())
  expect(answer).toMatchObject({ agrees: true, why: null, differences: [], problems: [], walk: { verdict: { kind: 'delivered' } } })
  expect(answer.match?.of).toBeGreaterThan(10)
  expect(answer.match?.agreed).toBe(answer.match?.of)
  expect(answer.recorded.traces.length).toBeGreaterThan(2)
  expect(answer.recorded.output).toContain('HTTP/1.1 200')
  expect((await get(request, 'id=no-such')).status).toBe(404)
  const live = requestAnswerSchema.parse(await (await get(request, 'recording=nginx-live&id=010-www')).json())
  expect(live).toMatchObject({ agrees: null, request: { key: '010-www', compare: false } })
})

it('strips tell every recorded request in one row', async () => {
  const { strips: rows } = stripsSchema.parse(await (await get(strips, '')).json())
  expect(rows).toHaveLength(25)
  const first = rows.find((row) => row.id === 'by-name')
  expect(first?.strip.marks.filter((mark) => mark === 'rewrite').length).toBeGreaterThanOrEqual(2)
  expect(first?.strip.marks.at(-1)).toBe('app')
  expect(rows.find((row) => row.id === 'wrong-host')?.strip).toMatchObject({
    verdict: { kind: 'answered', status: 404 },
    marks: expect.arrayContaining(['envoy', 'stop']),
  })
})

describe('overview', () => {
  const read = async (recording: string) => overviewSchema.parse(await (await get(overview, `recording=${recording}`)).json())

  it('has every entry, host and route, each with its walk at every node', async () => {
    const { rows, nodes, leftOut, istio, counts } = await read('nginx-nodeport')
    expect(rows[0]).toMatchObject({
      side: 'outside',
      host: { title: 'www.gasida.dev' },
      route: { title: '/' },
      destination: { title: 'svc-nginx.default:80' },
      end: null,
    })
    expect(rows[0]?.ways.map((way) => way.verdict.kind)).toEqual(nodes.map(() => 'delivered'))
    expect(rows[1]).toMatchObject({ host: { title: '*' }, destination: null, end: { kind: 'answered', status: 404 } })
    expect(rows.some((row) => row.side === 'pod')).toBe(true)
    expect({ leftOut, istio, counts }).toEqual({ leftOut: 0, istio: '1.23.2', counts: { nodes: 3, pods: 6, proxies: 3 } })
  })

  it('finds what needs a look', async () => {
    const { findings } = await read('webpods')
    expect(findings.find((finding) => finding.kind === 'dropped')).toMatchObject({ count: 2, of: 3, question: { from: 'testpc' } })
    expect(findings.find((finding) => finding.kind === 'rejected')?.place).toContain('svc-none')
    const nack = await read('xds-trouble-nack')
    expect(nack.findings[0]).toMatchObject({ kind: 'nack', detail: expect.stringContaining('LDS') })
  })
})

it('diff tells istiod’s configuration from Envoy’s', async () => {
  const proxy = 'nginx-pod.default'
  const same = diffSchema.parse(await (await get(diff, `proxy=${proxy}&type=clusters`)).json())
  expect(same).toMatchObject({ match: true, unified: '', resources: [] })
  const response = await get(diff, 'proxy=nobody.nowhere&type=routes')
  expect(response.status).toBe(404)
  expect((await get(diff, `proxy=${proxy}&type=secrets`)).status).toBe(400)
})

it('events is a stream that no one may cache or change, and resumes', async () => {
  const browser = new AbortController()
  const response = await get(events, 'recording=nginx-live&at=1000&speed=64', {
    signal: browser.signal,
    headers: { 'last-event-id': '5000' },
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  expect(response.headers.get('cache-control')).toBe('no-store, no-transform')
  const reader = response.body?.getReader()
  let told = ''
  while (!told.includes('\n\nevent: '))
    told += new TextDecoder().decode((await reader?.read())?.value ?? expect.fail(`It ended after ${told}`))
  expect(told).toContain('event: hello\nid: 5000')
  browser.abort()
  expect((await get(events, 'speed=fast')).status).toBe(400)
})
