import { describe, expect, it } from 'vitest'
import { PackedText } from '@/server/source/cluster/packed-text'

const LONG = JSON.stringify(Array.from({ length: 20_000 }, (_, n) => ({ cluster: `outbound|80||service-${n}.한글.svc`, healthy: true })))

describe('a text that takes little memory while nobody reads it', () => {
  it('is packed to a tenth at most, and is the same when somebody reads it', async () => {
    const text = new PackedText(LONG.length, LONG)
    await text.rest()
    expect(text.size).toBe(LONG.length)
    await text.rest()
    expect(text.size).toBeLessThan(LONG.length / 10)
    expect([text.read() === LONG, text.size]).toEqual([true, LONG.length])
    await text.rest()
    await text.rest()
    expect([text.size < LONG.length / 10, text.read() === LONG]).toEqual([true, true])
  })

  it('stays as it is while it is packed and somebody reads it', async () => {
    const text = new PackedText(LONG.length, LONG)
    await text.rest()
    const resting = text.rest()
    expect(text.read()).toBe(LONG)
    await resting
    expect([text.size, text.read() === LONG]).toEqual([LONG.length, true])
  })

  it('is not kept where it can be made again', async () => {
    let made = 0
    const text = new PackedText(LONG.length, () => {
      made++
      return LONG
    })
    expect([made, text.size, text.length]).toEqual([0, 0, LONG.length])
    expect([text.read() === LONG, text.read() === LONG, made]).toEqual([true, true, 1])
    await text.rest()
    await text.rest()
    expect([text.size, text.read() === LONG, made]).toEqual([0, true, 2])
  })

  it('is left as it is where it is small', async () => {
    const small = new PackedText(2, '{}')
    for (let n = 0; n < 2; n++) await small.rest()
    expect([small.size, small.read()]).toEqual([2, '{}'])
  })
})
