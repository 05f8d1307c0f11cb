import { crc32 as ofZlib } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { crc32 } from '@/lib/recording/crc32'
import fc from '@/lib/testing/fast-check'

describe('crc32', () => {
  it('gives the check value of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926)
  })

  it('agrees with zlib for bytes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(crc32(bytes)).toBe(ofZlib(bytes))
      }),
    )
  })
})
