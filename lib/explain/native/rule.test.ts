import { readFileSync } from 'node:fs'
import { createTranslator } from 'next-intl'
import { describe, expect, it, test } from 'vitest'
import { sayNative } from '@/lib/explain/native/rule'
import { isNative } from '@/lib/netfilter/nft/model'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { listedByNft, NFT_MISSING } from '@/lib/netfilter/testing/nft'
import { readEntries, recordingFiles, recordingName } from '@/lib/netfilter/testing/recordings'

const translators = (['en', 'ko'] as const).map((locale) => {
  const rules = JSON.parse(readFileSync(`messages/${locale}/rules.json`, 'utf8'))
  const onError = (error: Error) => {
    throw error
  }
  return createTranslator({ locale, messages: { rules }, namespace: 'rules', onError })
})

interface Said {
  rule: string
  /** English, then Korean. */
  sentences: string[]
}

/** Every rule of a listing in words; of tables that iptables made too, as nft lists them. */
function said(json: string): Said[] {
  const rules: Said[] = []
  for (const table of parseNftRuleset(json, null).tables) {
    for (const chain of table.chains.values()) {
      for (const rule of chain.rules) {
        if (!isNative(rule)) continue
        const { first = [], what, when } = sayNative(rule, table)
        const sentences = translators.map((t) => [...first, what, ...when].map(({ key, values }) => t(key, values)).join(' · '))
        rules.push({ rule: rule.text, sentences })
      }
    }
  }
  return rules
}

describe('the recordings’ native tables', () => {
  const files = recordingFiles().flatMap((file) =>
    [...readEntries(file, (path) => path.endsWith('/nft.json'))].flatMap(([path, json]) =>
      /"table": \{"family": "\w+", "name": "(?!filter|nat|mangle|raw|security)/.test(json)
        ? [[`${recordingName(file)} ${path}`, json] as const]
        : [],
    ),
  )

  test.each(files)('%s: every rule has words', (_, json) => {
    const rules = said(json)
    expect(rules.length).toBeGreaterThan(0)
    // Of what iptables made by its own matches nft lists no more than their names.
    for (const { rule, sentences } of rules.filter((one) => !one.rule.includes('xt '))) {
      for (const sentence of sentences) expect(sentence, rule).not.toMatch(/not put into words|말로 옮기지|[{}]|undefined|null| {2}|""|“”/)
    }
  })
})

/** Rules as nft takes them, and what is said of them. */
const RULES = [
  ['ip saddr 10.0.0.0/8 ip daddr != 10.0.0.1 accept', 'Accepts; this table is done · from 10.0.0.0/8 · not to 10.0.0.1'],
  ['iifname "eth*" oif != "lo" tcp dport { 80, 443 } drop', 'Drops without a word · in by "eth*" · not out by "lo" · TCP port { 80, 443 }'],
  ['meta mark & 0x4000 == 0x4000 return', 'Leaves c · mark is 0x4000/0x4000'],
  ['meta mark set meta mark ^ 0x4000', 'Flips the bits 0x4000 of the mark'],
  ['meta mark set ct mark', 'Restores the packet’s mark from the connection'],
  ['ct mark set meta mark accept', 'Saves the packet’s mark in the connection · Accepts; this table is done'],
  ['ct state established,related counter accept', 'Accepts; this table is done · connection is established,related'],
  [
    'ct original ip daddr 10.0.0.9 tcp flags syn / syn,ack jump web',
    'Goes on in web · originally to 10.0.0.9 · TCP flags syn set out of syn,ack',
  ],
  [
    'fib daddr type local fib saddr . iif oif missing drop',
    'Drops without a word · destination is local · not passing the reverse path check',
  ],
  ['ip6 hoplimit < 2 reject with icmpx admin-prohibited', 'Refuses with icmpx admin-prohibited · ip6 hoplimit below 2'],
  [
    'tcp dport 22 limit rate 5/minute burst 9 packets log prefix "ssh: " accept',
    'Notes it in the kernel’s log as “ssh:” and goes on with the next rule · Accepts; this table is done · TCP port 22 · at most 5/minute',
  ],
  ['ip protocol tcp reject with tcp reset', 'Refuses with tcp-reset · TCP'],
  [
    'tcp dport 80 update @seen { ip saddr limit rate over 5/minute } drop',
    'Adds it to the set @seen · Drops without a word · TCP port 80 · above 5/minute',
  ],
  ['ip daddr . tcp dport @pairs accept', 'Accepts; this table is done · ip daddr . tcp dport is one of @pairs'],
  ['ip daddr . meta l4proto . th dport vmap @services', 'Does what the map @services says for ip daddr . meta l4proto . th dport'],
  ['tcp dport vmap { 80 : accept, 81 : drop }', 'Does what one of 2 elements says for tcp dport'],
  ['numgen inc mod 2 vmap { 0 : jump web, 1 : goto web }', 'Goes on in one of 2 chains, in turn'],
  ['ct count over 20 drop', 'Drops without a word · above 20 connections'],
  ['counter', 'Only counts'],
  [
    'meta l4proto tcp tproxy ip to :15001 meta mark set 0x1 accept',
    'Hands to the transparent proxy on port 15001 · Sets the mark 0x1 · Accepts; this table is done · TCP',
  ],
  ['socket transparent 1 ct helper set "ftp-21"', 'Sets how conntrack tracks it: helper ftp-21 · a transparent one'],
] as const

test.skipIf(NFT_MISSING !== null)(`statements of every kind, as nft lists them${NFT_MISSING ? ` (${NFT_MISSING})` : ''}`, () => {
  const { json } = listedByNft(`table inet t {
  ct helper ftp-21 { type "ftp" protocol tcp; }
  set seen { type ipv4_addr; flags dynamic,timeout; timeout 1m; }
  set pairs { type ipv4_addr . inet_service; }
  map services { type ipv4_addr . inet_proto . inet_service : verdict; }
  chain web { }
  chain c {
    type filter hook prerouting priority -150;
${RULES.map(([rule]) => `    ${rule}`).join('\n')}
  }
}`)
  expect(said(json).map(({ rule, sentences }) => [rule, sentences[0]])).toEqual(
    said(json).map(({ rule }, index) => [rule, RULES[index]?.[1]]),
  )
})

it('says of kube-proxy’s own chains which Service and endpoint they are of, and of no other table’s', () => {
  const rule = (table: string, chain: string) =>
    said(
      JSON.stringify({
        nftables: [
          { table: { family: 'ip', name: table } },
          { chain: { family: 'ip', table, name: 'c' } },
          { rule: { family: 'ip', table, chain: 'c', expr: [{ goto: { target: chain } }] } },
        ],
      }),
    )[0]?.sentences[0]
  expect(rule('kube-proxy', 'service-ABCDEFGH-shop/web/tcp/http')).toBe('To the Service shop/web, port http')
  expect(rule('kube-proxy', 'endpoint-ABCDEFGH-shop/web/tcp/__fd00.1..2/80')).toContain('To [fd00:1::2]:80, an endpoint of shop/web')
  expect(rule('kube-proxy', 'mark-for-masquerade')).toBe('Marks for masquerading')
  expect(rule('mine', 'mark-for-masquerade')).toBe('Goes on in mark-for-masquerade and does not come back')
})
