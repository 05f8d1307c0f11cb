import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { entriesSchema } from '@/lib/api/entries'
import { openRecording } from '@/lib/recording/open'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'
import { entriesOf } from '@/server/walk/entries'
import { walkAt } from '@/server/walk/walks'

const folder = ['../shared/recordings', 'recordings'].find(existsSync) ?? 'recordings'

function opened(file: string): Recording {
  const result = openRecording(new Uint8Array(readFileSync(resolve(folder, file))), file)
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}

const recordings = readdirSync(folder)
  .filter((file) => file.endsWith('.zip'))
  .map(opened)
const dropped = recordings.flatMap((recording) =>
  recording.requests.filter(({ sent }) => sent.outcome.exit === 28).map((request) => ({ recording, request })),
)

describe('the same request at every node', () => {
  it('has one row a node, one of them the asked one, each with the verdict of its own walk', async () => {
    let rows = 0
    for (const { recording, request } of dropped) {
      const { entries } = entriesSchema.parse(await entriesOf(recording, questionOfRequest(request)))
      if (entries.length === 0 || entries.some(({ kind }) => kind !== 'node')) continue
      expect(entries.map(({ node }) => node)).toEqual(recording.scenario.nodes.map(({ name }) => name))
      expect(entries.filter(({ here }) => here)).toHaveLength(1)
      for (const entry of entries) expect(entry.strip.verdict).toEqual(walkAt(recording, entry.question).verdict)
      rows += entries.length
    }
    expect(rows).toBeGreaterThan(5)
  })

  it('names the recorded requests that asked the same, and only those', async () => {
    let named = 0
    for (const { recording, request } of dropped) {
      for (const entry of (await entriesOf(recording, questionOfRequest(request))).entries) {
        const recorded = entry.request === null ? null : recording.request(entry.request)
        if (entry.request === null) continue
        expect(new URL(recorded?.sent.url ?? '').hostname).toBe(entry.ip)
        expect(recorded?.sent.from).toBe(request.sent.from)
        named += 1
      }
    }
    expect(named).toBeGreaterThan(2)
  })

  it('lists the addresses of a Service that was asked by one of them, each with the verdict of its own walk', async () => {
    let listed = 0
    let delivered = 0
    for (const { recording, request } of dropped) {
      const question = questionOfRequest(request)
      const to = walkAt(recording, question).steps.find((step) => step.packet)?.packet?.before.dst
      const { entries } = entriesSchema.parse(await entriesOf(recording, question))
      if (entries.length === 0 || recording.scenario.nodes.some(({ ip }) => ip === to)) continue
      expect(entries.filter(({ here }) => here).map(({ ip }) => ip)).toEqual([to])
      const services = JSON.parse(recording.text('k8s/services.json') ?? '{}')
      const addresses = new Set(JSON.stringify(services).match(/\d+\.\d+\.\d+\.\d+/g))
      for (const { kind, ip, here, question: asked, strip } of entries) {
        expect(kind === 'node' || addresses.has(ip), `${kind} ${ip}`).toBe(true)
        expect(strip.verdict).toEqual(walkAt(recording, asked).verdict)
        if (!here && strip.verdict.kind === 'delivered') delivered += 1
      }
      listed += 1
    }
    expect(listed).toBeGreaterThan(2)
    expect(delivered).toBeGreaterThan(0)
  })

  it('says what would have followed where a filter refused, and nothing else', async () => {
    let refused = 0
    for (const recording of recordings.filter(({ requests }) => requests.length < 60)) {
      for (const request of recording.requests) {
        const question = questionOfRequest(request)
        const walk = walkAt(recording, question)
        const there = walk.steps.filter(({ kind }) => kind !== 'conntrack')
        if (walk.verdict.kind !== 'answered') continue
        const { follows } = await entriesOf(recording, question)
        if (there.at(-1)?.kind !== 'filter') {
          expect(follows).toBeNull()
          continue
        }
        expect(follows?.steps[0]?.kind, request.sent.id).toMatch(/^(filter|route|cluster|endpoint)$/)
        expect(follows?.verdict.kind).not.toBe('unknown')
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(3)
  })

  it('is empty for the outside, and for TLS to a name', async () => {
    let asked = 0
    for (const recording of new Set(dropped.map((one) => one.recording))) {
      const own = new Set([
        ...recording.scenario.nodes.map(({ ip }) => ip),
        ...(recording.text('k8s/services.json')?.match(/\d+\.\d+\.\d+\.\d+/g) ?? []),
      ])
      for (const request of recording.requests) {
        const question = questionOfRequest(request)
        const first = walkAt(recording, question).steps.find((step) => step.packet)?.packet?.before.dst
        const named = /^https:\/\/[^/]*[a-z]/.test(question.url)
        if (!named && (first === undefined || own.has(first))) continue
        expect((await entriesOf(recording, question)).entries, question.url).toEqual([])
        asked += 1
      }
    }
    expect(asked).toBeGreaterThan(5)
  })
})
