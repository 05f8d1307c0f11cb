import { describe, expect, it } from 'vitest'
import { counterChanges, withCountersOf } from '@/components/question/counter-changes'
import { followText, parseFollow } from '@/components/question/follow'
import { filterChoices } from '@/components/ui/filter-choices'
import type { Walk } from '@/lib/api/step'
import { enterAt, entryOf } from '@/lib/walk/entry'

const nodes = [
  { name: 'node-a', ip: '10.0.0.1' },
  { name: 'node-b', ip: '10.0.0.2' },
]

describe('the entry node of a URL', () => {
  it.each([
    ['http://10.0.0.2:30080/', 'node-b'],
    ['10.0.0.1:30080', 'node-a'],
    ['http://node-a/', 'node-a'],
    ['http://shop.example/', undefined],
    ['http://', undefined],
  ])('%s enters at %s', (url, name) => {
    expect(entryOf(url, nodes)?.name).toBe(name)
  })

  it('keeps the Host header when a name gives way to an address', () => {
    expect(enterAt({ url: 'http://shop.example:30080/a?b=1', host: null }, { ip: '10.0.0.2' })).toEqual({
      url: 'http://10.0.0.2:30080/a?b=1',
      host: 'shop.example:30080',
    })
  })

  it('adds no Host header when an address gives way to another', () => {
    expect(enterAt({ url: 'http://10.0.0.1:30080/', host: null }, { ip: '10.0.0.2' }).host).toBeNull()
  })
})

describe('followed branches', () => {
  it('come back from the address as they went in', () => {
    expect(parseFollow(followText([0, undefined, 2]))).toEqual([0, undefined, 2])
  })
  it('stand in no address when none is chosen', () => {
    expect(followText([undefined, -1])).toBeNull()
    expect(parseFollow(null)).toEqual([])
  })
})

const reading = (packets: number): Walk => ({
  verdict: { kind: 'delivered', reason: '' },
  steps: [{ kind: 'rule', netns: 'n', table: 'nat', rule: '-A X -j Y', counter: { packets, bytes: 0 }, evidence: [] }],
})

describe('counter changes', () => {
  it('says how far a rule moved between two readings', () => {
    expect([...counterChanges(reading(4), reading(5)).values()]).toEqual([{ packets: 1 }])
  })
  it('says nothing of a rule that stood still', () => {
    expect(counterChanges(reading(4), reading(4)).size).toBe(0)
  })
  it('calls a counter that went back a reset', () => {
    expect([...counterChanges(reading(4), reading(1)).values()]).toEqual([{ packets: 1, reset: true }])
  })
  it('draws the earlier reading beside its change', () => {
    expect(withCountersOf(reading(5), reading(4)).steps[0]?.counter?.packets).toBe(4)
  })
})

describe('suggestions', () => {
  const choices = [{ value: 'default.web', note: '10.1.0.1' }, { value: 'other.db' }]
  it('hold every typed word in value or note', () => {
    expect(filterChoices(choices, 'web 10.1')).toEqual([choices[0]])
    expect(filterChoices(choices, 'nothing')).toEqual([])
    expect(filterChoices(choices, '')).toEqual(choices)
  })
})
