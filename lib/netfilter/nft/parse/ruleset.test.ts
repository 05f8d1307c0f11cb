import { describe, expect, test } from 'vitest'
import { splitElements } from '@/lib/netfilter/nft/parse/elements'
import { parseRuleTexts, withoutCounters } from '@/lib/netfilter/nft/parse/rule-texts'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { base, listing } from '@/lib/netfilter/testing/native-rule'
import { readEntries, recordingFiles, recordingName } from '@/lib/netfilter/testing/recordings'

describe('elements', () => {
  test('braces, quotes and backslashes inside texts are no structure', () => {
    const elements = [{ a: { s: '}{][\\"' } }, { b: [{ x: '\\\\"' }, []] }]
    const split = splitElements(JSON.stringify({ nftables: elements }))
    expect(split.map(({ kind, text }) => [kind, JSON.parse(text)])).toEqual([
      ['a', elements[0]],
      ['b', elements[1]],
    ])
  })

  test.each(['', '[]', '{"nftables": [', '{"nftables": [{"rule": {"family": "ip"', '{"nftables": [{"a": "', '\0', '{"tables": []}'])(
    'what is no listing, or ends too soon, is said so: %j',
    (text) => {
      expect(() => splitElements(text)).toThrow(/nft -j list ruleset|ends in the middle/)
    },
  )

  const one = '{"rule": {"expr": []}}'
  test.each([
    ['a brace that closes the list', `{"nftables": [\n${one}}, ${one}]}`, 'line 2, column 23: “}” where “]” was expected'],
    ['a brace that closes a list of an element', '{"nftables": [{"a": [1}}, {}]}', 'line 1, column 23: “}” where “]” was expected'],
    ['a bracket that closes an element', `{"nftables": [{"a": 1], ${one}]}`, 'line 1, column 22: “]” where “}” was expected'],
    ['a NUL in a rule', `{"nftables": [${one.slice(0, -1)}\u0000}]}`, 'line 1, column 36: the character 0 stands in no JSON'],
    [
      'an expression nested without end',
      `{"nftables": [{"rule": ${'['.repeat(20_000)}`,
      'line 1, column 224: more than 200 brackets stand in one another',
    ],
    ['a bracket too many', `{"nftables": [${one}], ${one}]}`, 'line 1, column 38: “,” where “}” was expected'],
    ['elements behind the object', `{"nftables": [${one}]}\n, ${one}]}`, 'line 2, column 1: “,” where the end of the file was expected'],
    ['an object that stays open', `{"nftables": [${one}]\n`, 'line 2, column 1: the end of the file where “}” was expected'],
    ['an element that is a list', `{"nftables": [[${one}]]}`, 'line 1, column 15: “[” where “{” was expected'],
  ])('a stray bracket is a problem with its place, as rules may be lost by it: %s', (_, text, message) => {
    expect(() => splitElements(text)).toThrow(new Error(message))
  })

  test('printed over several lines it is the same', () => {
    const text = listing({ a: [[{ drop: null }]], b: [[{ accept: null }], [{ return: null }]] })
    const pretty = JSON.stringify(JSON.parse(text), null, 2)
    const told = (each: string) =>
      parseNftRuleset(each, null).tables.map(({ chains }) =>
        [...chains.values()].map(({ name, rules }) => [name, rules.map((rule) => rule.text)]),
      )
    expect(told(pretty)).toEqual(told(text))
    expect(told(text)).toEqual([
      [
        ['a', ['drop']],
        ['b', ['accept', 'return']],
      ],
    ])
  })
})

describe('a rule set', () => {
  const text = listing(
    { pre: [[{ counter: { packets: 7, bytes: 420 } }, { jump: { target: 'own' } }]], own: [] },
    [
      { name: 's', type: 'ipv4_addr', elem: ['10.0.0.1'] },
      { name: 'm', type: 'inet_service', map: 'verdict', flags: ['timeout'], elem: [] },
    ],
    [base('pre', 'prerouting', -150), base('in', 'ingress', 0, { dev: 'eth0' })],
  )
  const [table] = parseNftRuleset(text, null).tables

  test('base chains by hook, priority and policy; other hooks are told apart', () => {
    expect([...(table?.hooks ?? [])].map(([name, { base: on, elsewhere }]) => [name, on?.hook, on?.priority, elsewhere])).toEqual([
      ['pre', 'PREROUTING', -150, false],
      ['in', undefined, undefined, true],
    ])
    expect([table?.chains.get('pre')?.policy, table?.chains.get('own')?.policy]).toEqual(['ACCEPT', null])
  })

  test('rules with their place, counter and target', () => {
    const rule = table?.chains.get('pre')?.rules[0]
    expect([rule?.text, rule?.counter, rule?.target, rule?.index, rule?.table]).toEqual([
      'counter jump own',
      { packets: 7, bytes: 420 },
      'own',
      1,
      't',
    ])
  })

  test('sets and maps', () => {
    expect([...(table?.sets.values() ?? [])].map(({ name, mapsTo, changing, elements }) => [name, mapsTo, changing, elements])).toEqual([
      ['s', null, false, ['10.0.0.1']],
      ['m', 'verdict', true, []],
    ])
  })

  test('names like __proto__ are names', () => {
    const own = parseNftRuleset(listing({ __proto__: [], constructor: [[{ drop: null }]] }), null).tables[0]
    expect(own?.chains.get('constructor')?.rules.length).toBe(1)
    expect(own?.chains.get('toString')).toBeUndefined()
  })
})

describe('texts', () => {
  test('what counters have counted is left out, but not inside quotes', () => {
    expect(
      withoutCounters('counter packets 5 bytes 60 log prefix "counter packets 5 bytes 6 " accept comment "quota 5 mbytes used 1 bytes"'),
    ).toBe('counter log prefix "counter packets 5 bytes 6 " accept comment "quota 5 mbytes used 1 bytes"')
    expect(withoutCounters('quota over 5 mbytes used 3 kbytes drop')).toBe('quota over 5 mbytes drop')
  })

  test('a rule is found by its handle, a chain by its heading; rules over several lines are left out', () => {
    const texts = parseRuleTexts(
      [
        'table inet t { # handle 1',
        '\tchain c { # handle 2',
        '\t\tjump {',
        '\t\t\taccept',
        '\t\t} # handle 4',
        '\t\tdrop # handle 3',
        '\t}',
        '}',
        '',
      ].join('\n'),
    )
    expect([texts.rule('inet', 't', 'c', 3), texts.rule('inet', 't', 'c', 4), texts.chainLine('inet', 't', 'c')]).toEqual([
      { text: 'drop', line: 6 },
      null,
      2,
    ])
  })

  const files = recordingFiles().flatMap((file) => {
    const entries = readEntries(file, (path) => /^(nodes|pods|clients)\/[^/]+\/nft\.txt$/.test(path))
    return [...entries].map(([path, text]) => [`${recordingName(file)} ${path}`, text] as const)
  })
  test.each(files)('every rule of %s has its text and line', (_, text) => {
    const rules = text.split('\n').filter((line) => /^\t\t.* # handle \d+$/.test(line))
    const texts = parseRuleTexts(text)
    let chain = ''
    let place: [string, string] = ['', '']
    let found = 0
    for (const [index, line] of text.split('\n').entries()) {
      place = (/^table (\S+) (\S+) \{/.exec(line)?.slice(1) as [string, string] | undefined) ?? place
      chain = /^\tchain (\S+) \{/.exec(line)?.[1] ?? chain
      const [, own, handle] = /^\t\t(.*) # handle (\d+)$/.exec(line) ?? []
      if (own === undefined || !line.startsWith('\t\t')) continue
      expect(texts.rule(...place, chain, Number(handle))).toEqual({ text: own, line: index + 1 })
      found++
    }
    expect(found).toBe(rules.length)
    expect(found).toBeGreaterThan(0)
  })
})
