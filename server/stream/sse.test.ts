import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HEARTBEAT_MS, MAX_WAITING, sseStream } from '@/server/stream/sse'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const opened = (signal = new AbortController().signal) => {
  const left = vi.fn()
  let send: (text: string) => void = () => {}
  const stream = sseStream((sending) => {
    send = sending
    return left
  }, signal)
  return { left, send: (text: string) => send(text), reader: stream.getReader() }
}

it('lets go of a browser that does not read, before what waits for it grows', async () => {
  const { left, reader } = opened()
  // An hour of sleep: only heartbeats, and nobody takes them.
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(left).toHaveBeenCalledOnce()
  expect(vi.getTimerCount()).toBe(0)
  let waiting = 0
  for (let { done } = await reader.read(); !done; { done } = await reader.read()) waiting++
  expect(waiting).toBeLessThanOrEqual(MAX_WAITING + 1)
})

it('keeps one that reads', async () => {
  const { left, send, reader } = opened()
  await reader.read()
  for (let n = 0; n < 10 * MAX_WAITING; n++) {
    send(`: ${n}\n\n`)
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(`: ${n}\n\n`)
  }
  await vi.advanceTimersByTimeAsync(HEARTBEAT_MS)
  expect(new TextDecoder().decode((await reader.read()).value)).toBe(': heartbeat\n\n')
  expect(left).not.toHaveBeenCalled()
})

it('does not begin for a request that has gone already', async () => {
  const begin = vi.fn(() => () => {})
  const { done } = await sseStream(begin, AbortSignal.abort()).getReader().read()
  expect([done, begin.mock.calls.length]).toEqual([true, 0])
})
