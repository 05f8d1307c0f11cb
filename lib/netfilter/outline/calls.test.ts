import { describe, expect, it } from 'vitest'
import type { Table } from '@/lib/netfilter/model'
import { callsOf } from '@/lib/netfilter/outline/calls'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

const table = parseIptablesSave(
  [
    '*nat',
    ':A - [0:0]',
    ':B - [0:0]',
    ':PREROUTING ACCEPT [0:0]',
    '-A PREROUTING -j B',
    '-A PREROUTING -j A',
    '-A PREROUTING -j B',
    '-A B -g A',
    '-A A -j ACCEPT',
    'COMMIT',
    '',
  ].join('\n'),
).ruleset.tables.get('nat') as Table

describe('callsOf', () => {
  it('names what a chain calls in the order of its rules, once each', () => {
    expect(callsOf(table).calls.get('PREROUTING')).toEqual(['B', 'A'])
    expect(callsOf(table).calls.get('B')).toEqual(['A'])
  })

  it('names who calls a chain, and takes no verdict for a chain', () => {
    expect(callsOf(table).callers.get('A')).toEqual(['B', 'PREROUTING'].sort())
    expect(callsOf(table).callers.has('ACCEPT')).toBe(false)
    expect(callsOf(table).calls.has('A')).toBe(false)
  })
})
