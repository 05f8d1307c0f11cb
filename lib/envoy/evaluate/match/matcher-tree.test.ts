import { describe, expect, test } from 'vitest'
import { type InputReader, matchTree } from '@/lib/envoy/evaluate/match/matcher-tree'
import { JsonNode } from '@/lib/envoy/parse/json-node'

const input = (kind: string) => ({ name: kind, typed_config: { '@type': `x/y.${kind}` } })
const action = (value: string) => ({ action: { name: 'a', typed_config: { '@type': 'x/google.protobuf.StringValue', value } } })
const say = (kind: string, value_match: object) => ({ single_predicate: { input: input(kind), value_match } })
const VALUES: Record<string, string | null> = { Port: '8080', Ip: '10.1.2.3', Name: null }
const read: InputReader = ({ kind }) => VALUES[kind]

function found(matcher: object): string | null {
  const result = matchTree(new JsonNode(matcher, ''), read)
  return result.is === 'action' ? result.action.config.get('value').text() : result.is === 'none' ? null : result.why
}

describe('matcher trees', () => {
  test('a list takes the first that holds, and goes on behind one that leads nowhere', () => {
    const nowhere = { matcher: { matcher_tree: { input: input('Port'), exact_match_map: { map: { 1: action('one') } } } } }
    const matchers = [
      { predicate: say('Port', { exact: '80' }), on_match: action('80') },
      { predicate: say('Port', { prefix: '80' }), on_match: nowhere },
      { predicate: { not_matcher: say('Name', { exact: 'x' }) }, on_match: action('nameless') },
    ]
    expect(found({ matcher_list: { matchers } })).toBe('nameless')
    expect(found({ matcher_list: { matchers: matchers.slice(0, 1) }, on_no_match: action('else') })).toBe('else')
  })
  test('maps: the exact value, or the longest prefix', () => {
    expect(found({ matcher_tree: { input: input('Port'), exact_match_map: { map: { 8080: action('web') } } } })).toBe('web')
    const prefix_match_map = { map: { 8: action('short'), 808: action('long') } }
    expect(found({ matcher_tree: { input: input('Port'), prefix_match_map } })).toBe('long')
    expect(found({ matcher_tree: { input: input('Name'), prefix_match_map } })).toBeNull()
  })
  test('addresses: the longest range, and an exclusive one only where it is the longest', () => {
    const range = (address_prefix: string, prefix_len: number) => ({ ranges: [{ address_prefix, prefix_len }] })
    const nowhere = { matcher: { matcher_list: { matchers: [] } } }
    const tree = (...range_matchers: object[]) => ({
      matcher_tree: { input: input('Ip'), custom_match: { typed_config: { '@type': 'x/xds.type.matcher.v3.IPMatcher', range_matchers } } },
    })
    const wide = { ...range('10.0.0.0', 8), on_match: action('wide') }
    expect(found(tree(wide, { ...range('10.1.0.0', 16), on_match: action('narrow') }))).toBe('narrow')
    expect(found(tree(wide, { ...range('10.1.0.0', 16), on_match: nowhere }))).toBe('wide')
    expect(found(tree({ ...wide, exclusive: true }, { ...range('10.1.0.0', 16), on_match: nowhere }))).toBeNull()
  })
  test('what is not modelled is said, and so is too deep a tree', () => {
    expect(found({ matcher_tree: { input: input('Strange'), exact_match_map: { map: {} } } })).toContain('Strange')
    let deep: object = action('end')
    for (let level = 0; level < 200; level += 1) deep = { matcher: { matcher_list: { matchers: [] }, on_no_match: deep } }
    expect(found({ matcher_list: { matchers: [] }, on_no_match: deep })).toContain('deep')
  })
})
