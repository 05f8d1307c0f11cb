import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { Question } from '@/lib/api/question'
import type { Step } from '@/lib/api/step'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'
import { computedAt } from '@/server/netfilter/computed'
import { exportMoment, exportRecording } from '@/server/record/export'
import { pseudonymous } from '@/server/record/pseudonymous'
import { walkAt } from '@/server/walk/walks'

/** Requests of a recording that are walked twice. */
const MOST = 3

const opened = (zip: Uint8Array, name: string) => {
  const result = openRecording(zip, name)
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}

/** What a walk does, without the names of whom it does it to. */
const shape = (steps: readonly Step[]): unknown =>
  steps.map(({ kind, hook, table, ruleIndex, skipped, branches, listener, packet }) => [
    kind,
    hook,
    table,
    ruleIndex,
    skipped?.length,
    listener === undefined,
    packet && [packet.after.sport, packet.after.dport, packet.after.mark],
    branches?.map(({ probability, steps: inner }) => [probability, shape(inner)]),
  ])

/** Addresses that are somebody's: not loopback, masks, multicast, or a private range itself. */
const COMMON = /^(?:0|127|169\.254|2(?:2[4-9]|[345]\d))\.|^(?:10\.0|172\.16|192\.168)\.0\.0$|^100\.64\.0\.0$/
const addressesIn = (text: string): string[] =>
  (text.match(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g) ?? []).filter(
    (address) => address.split('.').every((octet) => Number(octet) <= 255) && !COMMON.test(address),
  )

/** Of many some, from the first to the last. */
const spread = <T>(all: readonly T[]): T[] => {
  const every = Math.ceil(all.length / MOST)
  return all.filter((_, n) => n % every === 0)
}

describe('an export with other names', () => {
  it('does not say what a kubeconfig calls its cluster', async () => {
    const recording = recordingNamed(recordingNames()[0] ?? '')
    const title = { en: 'admin-of-production', ko: 'admin-of-production' }
    const grows = { shapeAt: 0, looked: () => {}, readFirst: async () => false, askIstiod: async () => {} }
    const scenario = { ...recording.scenario, title }
    const live: Recording = Object.create(recording, { name: { value: title.en }, grows: { value: grows }, scenario: { value: scenario } })
    const { name, zip } = await exportMoment({ name: live.name, recording: live }, { redact: true })
    const texts = Object.entries(unzipSync(zip)).map(([path, bytes]) => path + strFromU8(bytes))
    expect([name, ...texts].filter((text) => text.includes(title.en))).toEqual([])
    const open = await exportMoment({ name: live.name, recording: live }, {})
    expect(open.name).toContain(title.en)
  })

  it.each(recordingNames().filter((name) => name !== 'scale-1000'))(
    'of %s walks as before, and holds no address or host of it',
    async (name) => {
      const recording = recordingNamed(name)
      const read = (path: string) => recording.snapshotAt(0).read(path)?.text ?? ''
      const rename = await pseudonymous(recording, recording.snapshotAt(0).paths(), read)
      const plain = opened(await exportRecording(recording, 0, 'plain'), 'plain')
      const zip = await exportRecording(recording, 0, 'renamed', true)
      const renamed = opened(zip, 'renamed')
      expect(renamed.problems.length).toBe(plain.problems.length)

      for (const { sent } of spread(recording.requests)) {
        // Who is asked for a token has a name; nobody can write one for the made-up name.
        if (Object.values(sent.headers).some((value) => value.startsWith('Bearer '))) continue
        const { from, url, host, container, method } = sent
        const headers = Object.entries(sent.headers)
        const asked: Question = { from, url, host, container, method, headers, at: 0 }
        const other: Question = {
          ...asked,
          from: await rename(from),
          url: await rename(url),
          host: host === null ? null : await rename(host),
          headers: await Promise.all(headers.map(async ([key, value]): Promise<[string, string]> => [key, await rename(value)])),
        }
        const [before, after] = [await walkAt(plain, asked), await walkAt(renamed, other)]
        expect(`${sent.id} ${after.verdict.kind} ${after.verdict.status} ${after.verdict.flags}`).toBe(
          `${sent.id} ${before.verdict.kind} ${before.verdict.status} ${before.verdict.flags}`,
        )
        expect(shape(after.steps), sent.id).toEqual(shape(before.steps))
      }

      // The names of kube-proxy's chains are made of addresses: computed rules fit the observed ones as before.
      for (const node of recording.scenario.nodes) {
        const [before, after] = [computedAt(plain, node.name, 0), computedAt(renamed, await rename(node.name), 0)]
        expect([after.computed, after.equal, after.findings.length]).toEqual([before.computed, before.equal, before.findings.length])
      }

      const files = Object.entries(unzipSync(zip)).map(([path, bytes]) => `${path}\n${strFromU8(bytes)}`)
      const originals = plain.entries().map((entry) => `${entry}\n${plain.text(entry)}`)
      const hosts = recording.requests.flatMap(({ sent }) => [new URL(sent.url).hostname, sent.host?.replace(/:\d+$/, '') ?? ''])
      const namespaces = new Set(plain.entries().flatMap((entry) => /^pods\/([^.]+)\./.exec(entry)?.[1] ?? []))
      const outside = hosts.filter(
        (one) =>
          !namespaces.has(one.split('.').at(-1) ?? '') &&
          /\.[a-z]+$/.test(one) &&
          !/\.svc(?:\.|$)|\.local$/.test(one) &&
          one.split('.').length > 2,
      )
      const machines = [...recording.scenario.nodes, ...recording.scenario.clients].map((machine) => machine.name)
      const words = new RegExp(
        `(?<![A-Za-z0-9])(?:${[...machines, ...outside, ...outside.map((one) => one.split('.').slice(-2).join('.'))].map((one) => one.replaceAll('.', '\\.')).join('|')})(?![A-Za-z0-9])`,
      )
      const known = new Set(originals.flatMap(addressesIn))
      expect(known.size).toBeGreaterThan(5)
      for (const file of files) {
        const path = file.slice(0, file.indexOf('\n'))
        expect(
          addressesIn(file).filter((address) => known.has(address)),
          path,
        ).toEqual([])
        expect(words.exec(file)?.[0], path).toBeUndefined()
      }
    },
    // Each is packed twice and walked several times.
    120_000,
  )
})
