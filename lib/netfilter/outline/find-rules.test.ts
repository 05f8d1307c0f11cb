import { expect, test } from 'vitest'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { findRules } from '@/lib/netfilter/outline/find-rules'
import { listing } from '@/lib/netfilter/testing/native-rule'

const PORT = { meta: { key: 'l4proto' } }
const nodePorts = [
  [{ elem: { val: 30080, comment: 'shop/web:http' } }, { goto: { target: 'web' } }],
  [{ elem: { val: 30081 } }, { drop: null }],
]
const text = listing(
  {
    first: [
      [
        { match: { op: '==', left: { payload: { protocol: 'ip', field: 'daddr' } }, right: '@own' } },
        { vmap: { key: PORT, data: '@ports' } },
      ],
    ],
    second: [[{ vmap: { key: PORT, data: '@ports' } }]],
    web: [[{ log: { prefix: '@unused' } }, { accept: null }]],
  },
  [
    { name: 'own', type: 'ipv4_addr', elem: ['192.0.2.1', { prefix: { addr: '10.0.0.0', len: 8 } }] },
    { name: 'ports', type: 'inet_service', map: 'verdict', elem: nodePorts },
    { name: 'unused', type: 'inet_service', elem: [30080] },
  ],
)
const tables = new Map(parseNftRuleset(text, null).tables.map((table) => [`inet ${table.name}`, table]))
const found = (q: string) => findRules(tables, q, 10).hits.map(({ chain, index, element }) => [chain, index, element?.set, element?.text])

test('an element is found with the first rule that names its set, by its text, its comment and its set', () => {
  expect(found('30080')).toEqual([['first', 1, '@ports', '30080 : goto web']])
  expect(found('shop/web')).toEqual([['first', 1, '@ports', '30080 : goto web']])
  expect(found('@ports drop')).toEqual([['first', 1, '@ports', '30081 : drop']])
  expect(found('10.0.0.0/8')).toEqual([['first', 1, '@own', '10.0.0.0/8']])
})

test('rules come before elements, and of more than the limit the rest is counted', () => {
  expect(findRules(tables, 'ports', 2)).toMatchObject({ total: 4, hits: [{ chain: 'first' }, { chain: 'second' }] })
  expect(found('30082')).toEqual([])
})
