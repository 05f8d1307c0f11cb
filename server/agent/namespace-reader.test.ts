import { describe, expect, it } from 'vitest'
import { type Backends, moving } from '@/server/agent/commands'
import { NamespaceReader } from '@/server/agent/namespace-reader'

const NONE: Backends = { tables: [], failed: null, legacy: { ipv4: false, ipv6: false } }
const refused = Object.assign(new Error('x'), { stderr: 'Operation not permitted\nmore' })

describe('reading a namespace', () => {
  it('runs what traffic moves each time, and what stands after twenty seconds', async () => {
    let now = 0
    const runs = { moves: 0, stands: 0, backends: 0 }
    const counted = (name: keyof typeof runs) => async (netns: string | null) => `${name} ${++runs[name]} of ${netns}`
    const backends = async () => {
      runs.backends++
      return NONE
    }
    const reader = new NamespaceReader(
      { backends, moving: () => ({ 'ss.txt': counted('moves') }), standing: { 'ip-addr.json': counted('stands') } },
      () => now,
    )
    const texts = async (netns: string | null) => Object.values((await reader.read(netns)).files).sort()
    expect(await texts(null)).toEqual(['moves 1 of null', 'stands 1 of null'])
    now = 15_000
    expect(await texts(null)).toEqual(['moves 2 of null', 'stands 1 of null'])
    expect(await texts('/run/netns/a')).toEqual(['moves 3 of /run/netns/a', 'stands 2 of /run/netns/a'])
    expect(runs.backends).toBe(2)
    now = 20_001
    expect(await texts(null)).toEqual(['moves 4 of null', 'stands 3 of null'])
    expect(runs.backends).toBe(3)
  })

  it('says what failed and why, and keeps the rest', async () => {
    const fails = () => Promise.reject(refused)
    const reader = new NamespaceReader({
      backends: async () => NONE,
      moving: () => ({ 'ss.txt': async () => 'ok', 'conntrack.txt': fails }),
      standing: { 'sysctl.json': async () => null },
    })
    expect(await reader.read(null)).toEqual({ files: { 'ss.txt': 'ok' }, missing: { 'conntrack.txt': 'Operation not permitted' } })
  })

  it('runs the programs of those backends that have rules', async () => {
    const filesOf = (backends: Partial<Backends>) => Object.keys(moving({ ...NONE, ...backends })).sort()
    const always = ['conntrack.txt', 'ip6tables-save.txt', 'iptables-save.txt', 'ss.txt']
    expect(filesOf({})).toEqual(always)
    // Without tables of IPv6 no program says so.
    expect(await moving(NONE)['ip6tables-save.txt']?.(null)).toBe('')
    const ofIptables = [['ip', 'nat'] as const, ['ip6', 'filter'] as const]
    expect(filesOf({ tables: ofIptables })).toEqual(always)
    expect(filesOf({ tables: [...ofIptables, ['inet', 'nat']] })).toEqual([...always, 'nft.json', 'nft.txt'].sort())
    expect(filesOf({ legacy: { ipv4: true, ipv6: false } })).toEqual([...always, 'iptables-legacy-save.txt'].sort())
    await expect(moving({ ...NONE, failed: refused })['nft.json']?.(null)).rejects.toBe(refused)
  })
})
