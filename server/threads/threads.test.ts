import { strToU8, zipSync } from 'fflate'
import { describe, expect, it, vi } from 'vitest'
import * as diff from '@/app/api/diff/route'
import * as netfilter from '@/app/api/netfilter/route'
import * as overview from '@/app/api/overview/route'
import * as strips from '@/app/api/strips/route'
import { errorSchema } from '@/lib/api/error'
import { openRecording } from '@/lib/recording/open'
import { packedOf, rememberZip } from '@/server/threads/packed'
import { threads } from '@/server/threads/threads'

const { refuse } = vi.hoisted(() => ({
  refuse: () => {
    throw new Error('this is done on the event loop')
  },
}))
vi.mock('@/lib/mesh/build', () => ({ buildMesh: refuse }))
vi.mock('@/lib/walk/walk', () => ({ walk: refuse }))
vi.mock('@/lib/istio/diff/proxy-diff', () => ({ proxyDiff: refuse }))
vi.mock('@/lib/netfilter/parse/iptables-save', () => ({ parseIptablesSave: refuse }))

type Handler = { GET: (request: Request) => Promise<Response> }
const get = ({ GET }: Handler, query = '') => GET(new Request(`http://localhost/api/x?${query}`))

function opened(files: Record<string, Uint8Array>) {
  const scenario = { format: 1, name: 'made', title: { en: 'made', ko: 'made' }, nodes: [{ name: 'n1', ip: '10.0.0.1' }] }
  const bytes = zipSync({ 'scenario.json': strToU8(JSON.stringify(scenario)), ...files })
  const result = openRecording(bytes, 'made.zip')
  if (!result.ok) throw new Error(result.problem.message)
  rememberZip(result.value, bytes, 'made.zip')
  return result.value
}

describe('questions about a recording', () => {
  it('are worked out in another thread: here nothing is parsed, meshed or walked', async () => {
    expect((await get(overview)).status).toBe(200)
    expect((await get(strips)).status).toBe(200)
    expect((await get(diff, 'proxy=nginx-pod.default&type=clusters')).status).toBe(200)
    expect((await get(netfilter, 'netns=k3s-w2')).status).toBe(200)
  })

  it('say what is wrong in the words of the work', async () => {
    const response = await get(netfilter, 'netns=nobody')
    expect(response.status).toBe(404)
    expect(errorSchema.parse(await response.json()).error).toMatchObject({
      code: 'notFound',
      where: 'netns',
      message: 'No network namespace “nobody” had been seen by 0 ms.',
    })
  })

  it('tell what turned out broken, and leave the thread whole', async () => {
    const recording = opened({ 'k8s/pods.json': strToU8('{"items": [\n}') })
    const packed = packedOf(recording)
    if (!packed) throw new Error('it is not remembered')
    const ask = (job: 'check' | 'proxies', known: number) => threads().ask({ packed, name: 'made', job, query: { at: 0 }, known })
    expect((await ask('check', 0)).problems).toEqual([
      { entry: 'k8s/pods.json', message: 'line 2, column 1: “}” where a value was expected' },
    ])
    const { outcome, problems } = await ask('proxies', 1)
    expect({ ok: outcome.ok, problems }).toEqual({ ok: true, problems: [] })
  })
})
