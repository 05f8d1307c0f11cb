import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import * as describeRoute from '@/app/api/describe/route'
import * as diff from '@/app/api/diff/route'
import * as evidence from '@/app/api/evidence/route'
import * as netfilter from '@/app/api/netfilter/route'
import * as recordings from '@/app/api/recordings/route'
import * as request from '@/app/api/request/route'
import * as walk from '@/app/api/walk/route'
import { errorSchema } from '@/lib/api/error'

type Handler = { GET: (request: Request) => Promise<Response> }

const get = (handler: Handler, query: string) => handler.GET(new Request(`http://localhost/api/x?${query}`))
const post = (body: Uint8Array<ArrayBuffer>, headers: HeadersInit = {}) =>
  recordings.POST(new Request('http://localhost/api/recordings', { method: 'POST', body, headers: { host: 'localhost', ...headers } }))
const zip = (files: Record<string, string>) =>
  Uint8Array.from(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))))

/** Every failure that a page can meet, by the code of its reason. */
const failures: [string, () => Promise<Response>][] = [
  ['no-recording', () => get(walk, 'recording=nope&from=a&url=b')],
  ['missing', () => get(walk, 'from=a')],
  ['repeated', () => get(walk, 'from=a&url=b&url=c')],
  ['unfit', () => get(walk, 'from=a&url=b&at=soon')],
  ['no-request', () => get(request, 'id=nope')],
  ['no-netns', () => get(netfilter, 'netns=nope')],
  ['no-entry', () => get(evidence, 'entry=nope.json')],
  ['no-line', () => get(evidence, 'entry=scenario.json&line=999999')],
  ['no-pointer', () => get(evidence, 'entry=scenario.json&pointer=/nope')],
  ['secret', () => get(evidence, 'entry=k8s/secrets.json')],
  ['no-proxy', () => get(diff, 'proxy=nobody&type=routes')],
  ['no-istiod-dump', () => get(diff, 'proxy=nobody.nowhere&type=routes')],
  ['no-pod', () => get(describeRoute, 'pod=nobody.nowhere')],
  ['other-site', () => post(zip({}), { origin: 'http://elsewhere.example' })],
  ['in-file: no zip', () => post(Uint8Array.from(strToU8('no zip at all')))],
  ['in-file: a cut zip', () => post(zip({ 'scenario.json': '{}' }).slice(0, 40))],
  ['in-file: no scenario.json', () => post(zip({ 'readme.txt': 'x' }))],
  ['in-file: a broken scenario.json', () => post(zip({ 'scenario.json': '{"format": 1' }))],
  ['too-large', () => post(Uint8Array.of(1), { 'content-length': String(1e9) })],
]

describe('a failure has a reason that pages can say in their language', () => {
  it.each(failures)('%s', async (what, ask) => {
    const [code] = what.split(':')
    const response = await ask()
    expect(response.status).toBeGreaterThanOrEqual(400)
    const { error } = errorSchema.parse(await response.json())
    expect(error.reason?.code, error.message).toBe(`error.${code}`)
    // What is wrong with a file is a sentence of its own.
    if (code === 'in-file') expect(error.reason?.inner?.why?.code, error.message).toMatch(/^problem\./)
  })
})
