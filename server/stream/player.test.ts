import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Frame, helloSchema } from '@/lib/api/timeline'
import { playerStream } from '@/server/stream/player'
import { HEARTBEAT_MS } from '@/server/stream/sse'

const frames: Frame[] = [1000, 2000, 5000].map((at) => ({ at, changes: [{ kind: 'counters', subject: 'n1' }] }))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Collects what a stream sends, as text, until it ends. */
function collect(stream: ReadableStream<Uint8Array>) {
  const seen = { text: '', ended: false }
  const reader = stream.pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array>).getReader()
  const read = async (): Promise<void> => {
    const { value, done } = await reader.read()
    if (done) {
      seen.ended = true
      return
    }
    seen.text += value
    return read()
  }
  void read()
  return seen
}
const ids = (text: string) => [...text.matchAll(/event: frame\nid: (\d+)/g)].map((match) => Number(match[1]))

it('sends each frame when its moment comes, and the end', async () => {
  const seen = collect(playerStream({ recording: 'r', frames, from: 0, endMs: 6000, speed: 1 }, new AbortController().signal))
  await vi.advanceTimersByTimeAsync(999)
  expect(ids(seen.text)).toEqual([])
  const [, hello = ''] = /event: hello\nid: 0\ndata: (.*)\n/.exec(seen.text) ?? []
  expect(helloSchema.parse(JSON.parse(hello))).toEqual({ recording: 'r', at: 0, speed: 1, endMs: 6000 })
  await vi.advanceTimersByTimeAsync(1)
  expect(ids(seen.text)).toEqual([1000])
  await vi.advanceTimersByTimeAsync(5001)
  expect(ids(seen.text)).toEqual([1000, 2000, 5000])
  expect(seen).toMatchObject({ ended: true, text: expect.stringContaining('event: end') })
})

it('plays faster, and from where it was left', async () => {
  const seen = collect(playerStream({ recording: 'r', frames, from: 1000, endMs: 6000, speed: 4 }, new AbortController().signal))
  await vi.advanceTimersByTimeAsync(1001)
  expect(ids(seen.text)).toEqual([2000, 5000])
})

it('beats while it is paused, and stops when the browser goes', async () => {
  const browser = new AbortController()
  const seen = collect(playerStream({ recording: 'r', frames, from: 0, endMs: 6000, speed: 0 }, browser.signal))
  await vi.advanceTimersByTimeAsync(2 * HEARTBEAT_MS + 1)
  expect(seen.text.match(/: heartbeat/g)).toHaveLength(2)
  expect(ids(seen.text)).toEqual([])
  browser.abort()
  await vi.advanceTimersByTimeAsync(1)
  expect(seen.ended).toBe(true)
  expect(vi.getTimerCount()).toBe(0)
})
