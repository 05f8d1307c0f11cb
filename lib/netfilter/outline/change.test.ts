import { describe, expect, it } from 'vitest'
import type { Chain } from '@/lib/netfilter/model'
import { changesSince } from '@/lib/netfilter/outline/change'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

const chain = (...rules: string[]) =>
  parseIptablesSave(['*filter', ':C - [0:0]', ...rules, 'COMMIT', ''].join('\n'))
    .ruleset.tables.get('filter')
    ?.chains.get('C') as Chain

describe('changesSince', () => {
  it('knows rules again by their text, wherever they moved', () => {
    const changes = changesSince(chain('[1:60] -A C -j A', '[5:300] -A C -j B'), chain('[7:420] -A C -j B', '[1:60] -A C -j A'))
    expect([...changes]).toEqual([
      [1, { packets: 2, bytes: 120 }],
      [2, { packets: 0, bytes: 0 }],
    ])
  })

  it('takes equal rules in their order', () => {
    const changes = changesSince(chain('[1:1] -A C', '[9:9] -A C'), chain('[2:2] -A C', '[9:9] -A C'))
    expect([...changes.values()].map(({ packets }) => packets)).toEqual([1, 0])
  })

  it('says that a counter began anew, and counts a new rule from nothing', () => {
    expect(changesSince(chain('[9:90] -A C -j A'), chain('[2:20] -A C -j A')).get(1)).toEqual({ packets: 2, bytes: 20, reset: true })
    expect(changesSince(undefined, chain('[3:30] -A C -j A')).get(1)).toEqual({ packets: 3, bytes: 30 })
  })

  it('says nothing of rules without counters', () => {
    expect(changesSince(chain('-A C -j A'), chain('[2:20] -A C -j A')).size).toBe(0)
    expect(changesSince(chain('[2:20] -A C -j A'), chain('-A C -j A')).size).toBe(0)
  })
})
