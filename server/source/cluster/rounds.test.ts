import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Rounds } from '@/server/source/cluster/rounds'

/** Changes of a busy cluster come closer together than a round waits. */
const [BUSY_MS, CHANGES] = [150, 40]

describe('rounds of a cluster', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const rounds = (interval: () => number | null) => {
    let worked = 0
    const stop = new AbortController()
    const work = async () => {
      worked++
    }
    return { stop, rounds: new Rounds({ now: () => performance.now(), interval, work, signal: stop.signal }), worked: () => worked }
  }

  it('come also where something is new all the time', async () => {
    const busy = rounds(() => 5000)
    for (let change = 0; change < CHANGES; change++) {
      busy.rounds.changed()
      await vi.advanceTimersByTimeAsync(BUSY_MS)
    }
    // In 6 s: the first soon, the others two seconds after one another.
    expect(busy.worked()).toBe(3)
  })

  it('come soon for who looks at something new, however much else is', async () => {
    const asked = rounds(() => 5000)
    asked.rounds.rouse()
    await vi.advanceTimersByTimeAsync(400)
    asked.rounds.changed()
    asked.rounds.rouse()
    await vi.advanceTimersByTimeAsync(400)
    expect(asked.worked()).toBe(2)
  })

  it('come as often as wished where nothing is new, and sooner when something is', async () => {
    const quiet = rounds(() => 5000)
    quiet.rounds.rouse()
    await vi.advanceTimersByTimeAsync(400)
    expect(quiet.worked()).toBe(1)
    await vi.advanceTimersByTimeAsync(4000)
    expect(quiet.worked()).toBe(1)
    quiet.rounds.rouse()
    await vi.advanceTimersByTimeAsync(400)
    expect(quiet.worked()).toBe(2)
  })

  it('do not come where nobody looks, or after the end', async () => {
    const nobody = rounds(() => null)
    nobody.rounds.rouse()
    const ended = rounds(() => 5000)
    ended.rounds.rouse()
    ended.stop.abort()
    await vi.advanceTimersByTimeAsync(20_000)
    expect([nobody.worked(), ended.worked()]).toEqual([0, 0])
  })
})
