import { describe, expect, it } from 'vitest'
import { NamespaceReader } from '@/server/agent/namespace-reader'

describe('reading a namespace', () => {
  it('runs what traffic moves each time, and what stands after ten seconds', async () => {
    let now = 0
    const runs = { moves: 0, stands: 0, native: 0 }
    const counted = (name: keyof typeof runs) => async (netns: string | null) => `${name} ${++runs[name]} of ${netns}`
    const native = async (netns: string | null) => ({ 'nft.txt': await counted('native')(netns) })
    const reader = new NamespaceReader(
      { moving: { 'ss.txt': counted('moves') }, standing: { 'ip-addr.json': counted('stands') }, native },
      () => now,
    )
    const texts = async (netns: string | null) => Object.values((await reader.read(netns)).files).sort()
    expect(await texts(null)).toEqual(['moves 1 of null', 'native 1 of null', 'stands 1 of null'])
    now = 5000
    expect(await texts(null)).toEqual(['moves 2 of null', 'native 2 of null', 'stands 1 of null'])
    expect(await texts('/run/netns/a')).toEqual(['moves 3 of /run/netns/a', 'native 3 of /run/netns/a', 'stands 2 of /run/netns/a'])
    now = 10_001
    expect(await texts(null)).toEqual(['moves 4 of null', 'native 4 of null', 'stands 3 of null'])
  })

  it('says what failed and why, and keeps the rest', async () => {
    const fails = async () => {
      throw Object.assign(new Error('x'), { stderr: 'Operation not permitted\nmore' })
    }
    const reader = new NamespaceReader({
      moving: { 'ss.txt': async () => 'ok', 'conntrack.txt': fails },
      standing: { 'sysctl.json': async () => null },
      native: fails,
    })
    expect(await reader.read(null)).toEqual({
      files: { 'ss.txt': 'ok' },
      missing: { 'conntrack.txt': 'Operation not permitted', 'nft.txt': 'Operation not permitted', 'nft.json': 'Operation not permitted' },
    })
  })
})
