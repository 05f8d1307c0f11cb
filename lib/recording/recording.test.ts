import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { parseJson } from '@/lib/recording/json-parse'
import { openRecording } from '@/lib/recording/open'
import { accessOf, connectionsOf, tracesOf } from '@/lib/recording/request-files'

const folders = ['recordings', '../shared/recordings'].filter((folder) => existsSync(folder))
const zips = new Map(
  folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.zip'))
      .map((file) => [file, join(folder, file)]),
  ),
)

function open(bytes: Uint8Array, name: string) {
  const result = openRecording(bytes, name)
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}

describe.each([...zips])('%s', (file, path) => {
  const recording = open(readFileSync(path), file)

  it('opens without a problem, with all its requests', () => {
    expect(recording.problems).toEqual([])
    expect(`${recording.name}.zip`).toBe(file)
    expect(recording.requests.length).toBe(recording.entries().filter((entry) => /^requests\/[^/]+\/request\.json$/.test(entry)).length)
    expect(recording.requests.map((request) => request.nn)).toEqual(recording.requests.map((_, n) => n + 1))
  })

  it('maps every namespace of its traces to a folder that it has', () => {
    const seen = recording.snapshotAt(recording.endMs)
    for (const request of recording.requests) {
      const traces = tracesOf(recording, request)
      expect(traces.length).toBe(request.traces.size)
      for (const { netns } of traces) {
        expect(seen.read(`${recording.netnsFolder(netns)}/iptables-save.txt`)).not.toBeNull()
      }
      expect(accessOf(recording, request).every((access) => access.lines.length > 0)).toBe(true)
    }
    expect(recording.problems).toEqual([])
  })

  it('shows the rules before and after each request at its time', () => {
    for (const request of recording.requests) {
      for (const [at, around] of [[request.sent.at, request.before] as const, [request.endsAt, request.after] as const]) {
        for (const { netns, file: name, entry } of around) {
          if (name === 'conntrack.txt') continue
          expect(recording.snapshotAt(at).read(`${recording.netnsFolder(netns)}/${name}`)).toMatchObject({ entry, at })
        }
      }
      expect(connectionsOf(recording, request.after).every(({ lines }) => lines.length > 0)).toBe(true)
    }
  })
})

describe('a live recording', () => {
  const files = {
    'scenario.json': JSON.stringify({ format: 1, name: 'live', durationMs: 9000 }),
    'pods/ns.a/logs/istio-proxy.log': 'one\n',
    'pods/ns.a/iptables-save.txt': 'r0',
    'timeline/001000/pods/ns.a/logs/istio-proxy.log': 'two\n',
    'timeline/002000/pods/ns.a/logs/istio-proxy.log': 'three\n',
    'timeline/001500/pods/ns.a/iptables-save.txt': 'r1',
    'timeline/003000/pods/ns.b/iptables-save.txt': 'b',
    'versions/proxy-status.txt': 'not an observation',
  }
  const recording = open(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))), 'live.zip')

  it('joins the new lines of a log, and takes the newest of all else', () => {
    const read = (at: number, path: string) => recording.snapshotAt(at).read(path)?.text
    expect(read(0, 'pods/ns.a/logs/istio-proxy.log')).toBe('one\n')
    expect(read(1999, 'pods/ns.a/logs/istio-proxy.log')).toBe('one\ntwo\n')
    expect(read(9000, 'pods/ns.a/logs/istio-proxy.log')).toBe('one\ntwo\nthree\n')
    expect(read(1499, 'pods/ns.a/iptables-save.txt')).toBe('r0')
    expect(recording.snapshotAt(1500).read('pods/ns.a/iptables-save.txt')).toMatchObject({
      at: 1500,
      entry: 'timeline/001500/pods/ns.a/iptables-save.txt',
    })
    expect(read(2999, 'pods/ns.b/iptables-save.txt')).toBeUndefined()
  })

  it('knows its paths and marks by time', () => {
    expect(recording.marks).toEqual([0, 1000, 1500, 2000, 3000])
    expect([999, 1000, 2500, 99_999].map((ms) => recording.markAt(ms))).toEqual([0, 1000, 2000, 3000])
    expect(recording.snapshotAt(0).paths()).toEqual(['pods/ns.a/iptables-save.txt', 'pods/ns.a/logs/istio-proxy.log'])
    expect(recording.snapshotAt(3000).under('pods/ns.b')).toEqual(['pods/ns.b/iptables-save.txt'])
    expect(recording.snapshotAt(3000).under('pods/ns.a/')).toHaveLength(2)
    expect(recording.endMs).toBe(9000)
  })

  it('gives the same object for the same state', () => {
    const path = 'pods/ns.a/iptables-save.txt'
    expect(recording.snapshotAt(1600).read(path)).toBe(recording.snapshotAt(8000).read(path))
  })
})

it('reads every JSON entry of the demo', () => {
  const path = zips.get('nginx-nodeport.zip')
  const recording = open(readFileSync(path ?? ''), 'nginx-nodeport.zip')
  const json = recording.entries().filter((entry) => entry.endsWith('.json'))
  expect(json.length).toBeGreaterThan(100)
  for (const entry of json) expect(parseJson(recording.text(entry) ?? '').ok, entry).toBe(true)
})
