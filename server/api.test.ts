import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as activity from '@/app/api/activity/route'
import * as choices from '@/app/api/choices/route'
import * as evidence from '@/app/api/evidence/route'
import * as netfilter from '@/app/api/netfilter/route'
import * as poll from '@/app/api/poll/route'
import * as proxies from '@/app/api/proxies/route'
import * as recordings from '@/app/api/recordings/route'
import * as timeline from '@/app/api/timeline/route'
import { activitySchema } from '@/lib/api/activity'
import { choicesSchema } from '@/lib/api/choices'
import { errorSchema } from '@/lib/api/error'
import { evidenceTextSchema } from '@/lib/api/evidence-text'
import { netfilterSchema } from '@/lib/api/netfilter'
import { proxiesSchema } from '@/lib/api/proxies'
import { openedSchema, recordingsSchema } from '@/lib/api/recordings'
import { pollSchema, timelineSchema } from '@/lib/api/timeline'

type Handler = (request: Request) => Promise<Response>

const url = (path: string, query: Record<string, string | number>) => {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
  return `http://localhost/api/${path}?${search}`
}
const get = (handler: { GET: Handler }, query: Record<string, string | number> = {}, headers: HeadersInit = {}) =>
  handler.GET(new Request(url('x', query), { headers }))
const post = (body: Uint8Array<ArrayBuffer>, headers: HeadersInit = {}) =>
  recordings.POST(new Request(url('recordings', {}), { method: 'POST', body, headers: { host: 'localhost', ...headers } }))
const errorOf = async (response: Response) => ({ status: response.status, ...errorSchema.parse(await response.json()).error })

const scenario = (name: string) =>
  strToU8(JSON.stringify({ format: 1, name, title: { en: name, ko: name }, nodes: [{ name: 'n1', ip: '10.0.0.1' }] }))
const directory = mkdtempSync(join(tmpdir(), 'hopscope-'))

beforeAll(() => {
  writeFileSync(join(directory, 'broken.zip'), 'no zip at all')
  writeFileSync(join(directory, 'half.zip'), zipSync({ 'scenario.json': scenario('half'), 'k8s/pods.json': strToU8('{"items": [\n}') }))
  process.env.HOPSCOPE_RECORDINGS = directory
})
afterAll(() => rmSync(directory, { recursive: true }))

describe('recordings', () => {
  it('lists the shipped ones, the demo first, and what is wrong with the added ones', async () => {
    const { recordings: list } = recordingsSchema.parse(await (await get(recordings)).json())
    expect(list[0]).toMatchObject({ name: 'nginx-nodeport', origin: 'shipped', broken: false, problems: [], durationMs: null })
    expect(list[0]?.requests[0]).toMatchObject({ id: 'by-name', key: '01-by-name', outcome: { status: 200 } })
    expect(list.filter((each) => each.origin === 'shipped')).toHaveLength(18)
    expect(list.find((each) => each.name === 'broken')).toMatchObject({
      broken: true,
      problems: [{ entry: 'broken.zip', message: expect.stringContaining('not a zip') }],
    })
    expect(list.find((each) => each.name === 'half')?.problems).toEqual([
      {
        entry: 'k8s/pods.json',
        message: 'line 2, column 1: “}” where a value was expected',
        reason: expect.objectContaining({ code: 'problem.wrong-token' }),
      },
    ])
    const live = list.find((each) => each.name === 'nginx-live')
    expect(new Set(live?.requests.map((request) => request.id)).size).toBe(live?.requests.length)
  })

  it('opens a dropped zip for its browser session only', async () => {
    const response = await post(
      zipSync({ 'scenario.json': scenario('dropped'), 'nodes/n1/iptables-save.txt': strToU8('*nat\n:OUTPUT ACCEPT [1:2]\nCOMMIT\n') }),
      {
        'x-file-name': encodeURIComponent('내 것.zip'),
      },
    )
    expect(openedSchema.parse(await response.json())).toEqual({ name: 'dropped', problems: [] })
    const setCookie = response.headers.get('set-cookie') ?? ''
    expect(setCookie).toMatch(/^hopscope_session=[\w-]{32}; Path=\/; HttpOnly; SameSite=Strict$/)
    const cookie = setCookie.split(';')[0] ?? ''
    const mine = recordingsSchema.parse(await (await get(recordings, {}, { cookie })).json()).recordings
    expect(mine.find((each) => each.name === 'dropped')).toMatchObject({ origin: 'session', file: '내 것.zip' })
    const query = { recording: 'dropped', netns: 'n1' }
    const { dumps } = netfilterSchema.parse(await (await get(netfilter, query, { cookie })).json())
    expect(dumps[0]?.tables[0]?.chains[0]).toMatchObject({ name: 'OUTPUT', policy: 'ACCEPT', counter: { packets: 1, bytes: 2 } })
    expect(await errorOf(await get(netfilter, query))).toMatchObject({ status: 404, code: 'notFound', where: 'recording' })
  })

  it('refuses what is too large, no recording, or comes from another site', async () => {
    expect(await errorOf(await post(strToU8('x'), { 'content-length': String(65 * 1024 * 1024) }))).toMatchObject({
      status: 413,
      code: 'tooLarge',
    })
    expect(await errorOf(await post(new Uint8Array(64 * 1024 * 1024 + 1)))).toMatchObject({ status: 413 })
    expect(await errorOf(await post(strToU8('hello'), { 'x-file-name': 'a.zip' }))).toMatchObject({
      status: 400,
      message: 'a.zip: not a zip file: it does not begin with PK',
    })
    expect(await errorOf(await post(strToU8('x'), { origin: 'http://evil.example' }))).toMatchObject({ status: 403, code: 'forbidden' })
    expect(await errorOf(await post(strToU8('x'), { origin: 'null' }))).toMatchObject({ status: 403 })
  })
})

describe('questions that make no sense', () => {
  it.each([
    [{ recording: 'no-such' }, 404, 'recording'],
    [{ recording: 'broken' }, 404, 'recording'],
    [{ at: 'soon' }, 400, 'at'],
    [{ at: -1 }, 400, 'at'],
  ])('%j', async (query, status, where) => {
    expect(await errorOf(await get(proxies, query))).toMatchObject({ status, where })
  })

  it('names a parameter that is missing or given twice', async () => {
    expect(await errorOf(await get(netfilter))).toMatchObject({ status: 400, where: 'netns', message: '“netns” is missing' })
    const twice = await netfilter.GET(new Request('http://localhost/api/netfilter?netns=a&netns=b'))
    expect(await errorOf(twice)).toMatchObject({ status: 400, where: 'netns' })
  })
})

describe('the demo', () => {
  it('tells every proxy and its sync', async () => {
    const list = proxiesSchema.parse(await (await get(proxies)).json())
    expect(list.proxies.length).toBeGreaterThan(2)
    expect(list.proxies.every((proxy) => proxy.connected && proxy.sync?.CDS.state === 'SYNCED')).toBe(true)
    expect(list.now).toBe('2026-11-21T11:39:29.109Z')
  })

  it('shows a counter before and after a request', async () => {
    const [first] = recordingsSchema.parse(await (await get(recordings)).json()).recordings[0]?.requests ?? []
    const packets = async (at: number) => {
      const { dumps } = netfilterSchema.parse(await (await get(netfilter, { netns: 'k3s-w2', at })).json())
      const rules = dumps[0]?.tables.flatMap((table) => table.chains.flatMap((chain) => chain.rules)) ?? []
      return rules.find((rule) => rule.rule.startsWith('-A KUBE-NODEPORTS') && rule.rule.includes('30492'))?.counter?.packets ?? -1
    }
    expect((await packets(first?.endsAt ?? 0)) - (await packets(first?.at ?? 0))).toBe(1)
  })

  it('offers who may ask and what', async () => {
    const offered = choicesSchema.parse(await (await get(choices)).json())
    expect(offered.clients.map((client) => client.name)).toContain('testpc')
    expect(offered.pods.find((pod) => pod.netns === 'default.nginx-pod')).toMatchObject({ hasProxy: true })
    expect(offered.hosts).toContain('www.gasida.dev')
    expect(offered.services.some((service) => service.ports.some((port) => port.nodePort === 30492))).toBe(true)
  })

  it('shows evidence by line and by pointer, without credentials', async () => {
    const entry = 'k8s/services.json'
    const byLine = evidenceTextSchema.parse(await (await get(evidence, { entry, line: 3, context: 1 })).json())
    expect(byLine.lines.map((line) => line.no)).toEqual([2, 3, 4])
    const byPointer = evidenceTextSchema.parse(await (await get(evidence, { entry, pointer: '/items/0/metadata/name', context: 0 })).json())
    expect(byPointer.lines[0]?.text).toContain('"name"')
    const dump = 'pods/default.nginx-pod/envoy/config_dump.json'
    const text = JSON.stringify(await (await get(evidence, { entry: dump, pointer: '', context: 0 })).json())
    expect(text).not.toMatch(/PRIVATE KEY|eyJ[\w-]{20,}\./)
    expect(await errorOf(await get(evidence, { entry, pointer: '/items/9999' }))).toMatchObject({ status: 404, where: 'pointer' })
    expect(await errorOf(await get(evidence, { entry: '../package.json' }))).toMatchObject({ status: 404, where: 'entry' })
  })

  it('has a timeline of its requests, and lines and connections at their ends', async () => {
    const track = timelineSchema.parse(await (await get(timeline)).json())
    expect(track).toMatchObject({
      live: false,
      ticks: expect.arrayContaining([expect.objectContaining({ kind: 'request', id: 'by-name', at: 5247 })]),
    })
    const at = track.ticks[0]?.endsAt ?? 0
    const seen = activitySchema.parse(await (await get(activity, { at, window: 1000 })).json())
    expect(seen.access).toHaveLength(2)
    expect(seen.access.every((line) => line.at !== null && Math.abs(line.at - at) < 1000)).toBe(true)
    expect(seen.connections.some((connection) => connection.change === 'came')).toBe(true)
  })
})

describe('the live recording', () => {
  it('gives by polling what changed between two moments', async () => {
    const frames = pollSchema.parse(await (await get(poll, { recording: 'nginx-live', since: 9000, until: 11_000 })).json()).frames
    expect(frames.every((frame) => frame.at > 9000 && frame.at <= 11_000)).toBe(true)
    const kinds = new Set(frames.flatMap((frame) => frame.changes.map((change) => change.kind)))
    for (const kind of ['counters', 'conntrack', 'access', 'sync', 'config', 'kubernetes', 'event', 'request', 'answer'])
      expect(kinds).toContain(kind)
  })

  it('shows new log lines once, and connections that came and went', async () => {
    const seen = activitySchema.parse(await (await get(activity, { recording: 'nginx-live', at: 12_000, window: 4000 })).json())
    expect(seen.access.length).toBeGreaterThan(3)
    expect(new Set(seen.access.map((line) => `${line.proxy} ${line.text}`)).size).toBe(seen.access.length)
    expect(new Set(seen.connections.map((connection) => connection.change)).size).toBeGreaterThan(1)
  })
})
