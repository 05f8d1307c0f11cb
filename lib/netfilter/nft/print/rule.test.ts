import { describe, expect, test } from 'vitest'
import { parseRuleTexts } from '@/lib/netfilter/nft/parse/rule-texts'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { listedByNft, NFT_MISSING } from '@/lib/netfilter/testing/nft'
import { readEntries, recordingFiles, recordingName } from '@/lib/netfilter/testing/recordings'

/** Rules printed from the JSON alone, beside what nft printed of the same ones. */
function compared(json: string, text: string): { printed: string[]; nft: string[] } {
  const texts = parseRuleTexts(text)
  const [printed, nft]: [string[], string[]] = [[], []]
  const seen = parseNftRuleset(json, texts)
  for (const [index, table] of parseNftRuleset(json, null).tables.entries()) {
    for (const [name, chain] of table.chains) {
      for (const [at, rule] of chain.rules.entries()) {
        const own = seen.tables[index]?.chains.get(name)?.rules[at]
        if (!own || own.line === 0) continue
        printed.push(rule.text)
        nft.push(own.text)
      }
    }
  }
  return { printed, nft }
}

describe('the recordings’ rules, from nft.json as nft.txt has them', () => {
  const files = recordingFiles().flatMap((file) => {
    const entries = readEntries(file, (path) => /^(nodes|pods|clients)\/[^/]+\/nft\.(json|txt)$/.test(path))
    return [...entries].flatMap(([path, text]) =>
      path.endsWith('.txt') ? [[`${recordingName(file)} ${path}`, entries.get(path.replace('.txt', '.json')) ?? '', text] as const] : [],
    )
  })

  test.each(files)('%s', (_, json, text) => {
    const { printed, nft } = compared(json, text)
    expect(printed).toEqual(nft)
    expect(nft.length).toBeGreaterThan(0)
  })
})

const RULES = [
  'ct state established,related accept',
  'ct state new,untracked counter',
  'ct state != new drop',
  'ct state != established | related drop',
  'ct state != { established, new } drop',
  'ct state vmap { invalid : drop, established : accept, related : accept }',
  'ct status dnat accept',
  'ct status != dnat accept',
  'ct status snat,dnat accept',
  'ct direction original accept',
  'ct original ip daddr 10.0.0.1 accept',
  'meta l4proto tcp ct original proto-dst 80 accept',
  'ct mark & 0x000000ff == 0x00000010 accept',
  'ct mark set meta mark',
  'ct mark set 0x00000005',
  'meta mark set ct mark & 0x000000ff',
  'meta mark set 0x00000010',
  'meta mark 0x00000010 return',
  'meta mark != 0x00000010 return',
  'meta mark { 0x00000010, 0x00000020 } return',
  'meta mark & 0x000000ff == { 0x00000001, 0x00000002 } return',
  'meta l4proto { tcp, udp } accept',
  'meta nfproto ipv4 accept',
  'iifname "lo" accept',
  'iifname != "eth*" accept',
  'iifname { "lo", "eth0" } accept',
  'iif "lo" accept',
  'meta skuid 1337 return',
  'meta skgid != 1337 return',
  'meta skuid { 5, 1000-2000 } return',
  'ip saddr 10.0.0.0/8 accept',
  'ip saddr != 10.0.0.1-10.0.0.5 accept',
  'ip saddr & 255.0.255.0 == 10.0.1.0 accept',
  'ip saddr != { 10.0.0.0/8, 11.0.0.1 } accept',
  'ip saddr . tcp dport @cc accept',
  'ip saddr . tcp dport { 10.0.0.1 . 80, 10.0.0.2 . 443 } accept',
  'ip6 saddr fe80::/10 accept',
  'tcp dport 80-90 accept',
  'tcp dport != { 53, 15008 } accept',
  'tcp sport >= 1024 accept',
  'tcp flags syn accept',
  'tcp flags == syn accept',
  'tcp flags ! syn accept',
  'tcp flags syn / fin,syn,rst,ack accept',
  'th dport 53 accept',
  '@nh,96,32 0xa000001 accept',
  'fib daddr type local accept',
  'fib saddr . iif oif missing drop',
  'fib daddr type { local, broadcast } accept',
  'fib saddr . mark oifname "eth0" accept',
  'numgen random mod 10 < 3 accept',
  'numgen inc mod 2 0 accept',
  'numgen random mod 100 offset 5 vmap { 5-10 : accept, 11-104 : drop }',
  'jhash ip saddr . tcp sport mod 3 seed 0xdead vmap { 0 : accept, 1 : drop, 2 : jump c2 }',
  'symhash mod 2 vmap { 0 : accept, 1 : drop }',
  'meta mark set numgen inc mod 3 map { 0 : 0x00000001, 1 : 0x00000002, 2 : 0x00000003 }',
  'meta mark set ip saddr map @mm',
  'tcp dport vmap @vm',
  'tcp dport vmap { 22 : drop, 23 : return, 24 : continue, 80 : jump c2, 443 : goto c2 }',
  'limit rate 5/second accept',
  'limit rate over 5/second burst 10 packets drop',
  'limit rate 10 mbytes/second accept',
  'quota over 5 mbytes drop',
  'ct count over 5 drop',
  'counter name "named"',
  'counter accept',
  'add @dyn { ip saddr }',
  'update @dyn { ip saddr timeout 1m30s }',
  'add @dyn { ip saddr limit rate 5/second } accept',
  'log',
  'log prefix "counter packets 5 bytes 7: " level info flags all',
  'log group 5 snaplen 10 queue-threshold 5',
  'notrack',
  'ct zone set 1',
  'reject',
  'meta l4proto tcp reject with tcp reset',
  'reject with icmp host-unreachable',
  'drop comment "counter packets 1 bytes 2"',
  'jump c2',
  'goto c2',
  'socket transparent 1 accept',
  'meta l4proto tcp tproxy ip to :15001 meta mark set 0x00000001 accept',
  'meta l4proto tcp tproxy ip to 127.0.0.1:15001 accept',
]
const NAT = [
  'tcp dport 80 dnat ip to 10.0.0.1:8080',
  'tcp dport 80 dnat to :8080',
  'tcp dport 80 dnat ip to 10.0.0.1-10.0.0.5:80-90',
  'tcp dport 80 dnat ip to 10.0.0.1:8080 persistent',
  'tcp dport 80 dnat ip to numgen random mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }:8080',
  'dnat ip to tcp dport map { 80 : 10.0.0.1 . 8080, 81 : 10.0.0.2 . 9090 }',
  'dnat ip prefix to ip daddr map { 10.1.0.0/16 : 10.2.0.0/16 }',
  'meta l4proto tcp dnat ip6 to [fe80::1]:80',
  'meta l4proto tcp redirect to :8081-8085',
  'redirect',
  'meta l4proto tcp counter redirect to :15001 random',
]

test.skipIf(NFT_MISSING !== null)(`rules of every kind, as nft prints them${NFT_MISSING ? ` (${NFT_MISSING})` : ''}`, () => {
  const { json, text } = listedByNft(`
    table inet t {
      set dyn { type ipv4_addr; size 100; flags dynamic,timeout; timeout 1m; }
      set cc { type ipv4_addr . inet_service; flags interval; elements = { 10.0.0.0/8 . 80-90 } }
      map vm { type inet_service : verdict; elements = { 80 : jump c2 } }
      map mm { type ipv4_addr : mark; elements = { 1.2.3.4 : 0x1 } }
      counter named { }
      chain c2 { }
      chain pre { type filter hook prerouting priority 0; policy accept;
        ${RULES.join('\n')}
      }
      chain n { type nat hook prerouting priority -100; policy accept;
        ${NAT.join('\n')}
      }
    }`)
  const { printed, nft } = compared(json, text)
  expect(printed).toEqual(nft)
  expect(nft).toEqual([...RULES, ...NAT])
})
