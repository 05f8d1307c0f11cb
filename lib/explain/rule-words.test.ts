import { readFileSync } from 'node:fs'
import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import { sayRule } from '@/lib/explain/rule'
import { MATCH_MODULES } from '@/lib/netfilter/match/modules'
import type { Rule } from '@/lib/netfilter/model'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { TARGETS } from '@/lib/netfilter/target/targets'

/** Rules as iptables-save prints them, behind `-A X`; the matches and targets are those of iptables-extensions(8) that clusters have. */
const MATCHES = [
  '-s 10.0.0.0/8 ! -d 10.0.0.1/32 -i eth+ ! -o lo -f',
  '-p 99',
  '! -p tcp -m multiport --dports 80,443',
  '-p tcp -m tcp --sport 1:1024 --dport 80 --tcp-flags FIN,SYN,RST,ACK SYN --tcp-option 2',
  '-p tcp -m tcp ! --tcp-flags FIN,SYN NONE',
  '-p udp -m udp --dport 53',
  '-p sctp -m sctp ! --chunk-types any INIT',
  '-p dccp -m dccp --dccp-types REQUEST',
  '-p icmp -m icmp --icmp-type 8/0',
  '-p ipv6-icmp -m icmp6 --icmpv6-type 135',
  '-p ipv6-icmp -m icmpv6 --icmpv6-type 135',
  '-p tcp -m multiport --dports 80,443,8000:8100 -m multiport ! --sports 1:2 -m multiport --ports 7',
  '-m comment --comment "why"',
  '-m conntrack --ctstate NEW --ctproto 6 ! --ctorigsrc 10.0.0.1 --ctorigdst 10.0.0.2 --ctreplsrc 10.0.0.3 --ctrepldst 10.0.0.4 --ctorigsrcport 1 --ctorigdstport 2 --ctreplsrcport 3 --ctrepldstport 4 --ctstatus SEEN_REPLY --ctexpire 1:5 --ctdir REPLY',
  '-m state ! --state INVALID',
  '-m mark --mark 0x1/0x1',
  '-m connmark ! --mark 0x1/0x1',
  '-m addrtype --src-type LOCAL ! --dst-type LOCAL --limit-iface-in',
  '-m addrtype --dst-type LOCAL --limit-iface-out',
  '-m statistic --mode random --probability 0.5',
  '-m statistic --mode nth --every 3 --packet 1',
  '-m owner --uid-owner 1000-2000 ! --gid-owner 5 --socket-exists --suppl-groups',
  '-m set --match-set hosts src,dst --return-nomatch ! --update-counters --packets-gt 3 --bytes-lt 9',
  '-m set ! --match-set hosts dst',
  '-m physdev --physdev-in eth0 --physdev-out eth1 ! --physdev-is-in --physdev-is-out --physdev-is-bridged',
  '-m recent --rcheck --seconds 10800 --reap --hitcount 3 --rttl --name L --mask 255.255.255.255 --rsource',
  '-m recent --set --name L --mask 255.255.255.255 --rdest',
  '-m recent ! --update --seconds 60 --name L --rsource',
  '-m recent --remove --name L --rsource',
  '-m limit --limit 5/sec --limit-burst 9',
  '-m hashlimit --hashlimit-upto 5/sec --hashlimit-burst 5 --hashlimit-mode srcip --hashlimit-name n --hashlimit-srcmask 24 --hashlimit-dstmask 24 --hashlimit-htable-size 9',
  '-m hashlimit --hashlimit-above 5/sec --hashlimit-name n',
  '-m connlimit --connlimit-above 3 --connlimit-mask 32 --connlimit-saddr',
  '-m connlimit --connlimit-upto 3 --connlimit-mask 32 --connlimit-daddr',
  '-m rpfilter --loose --validmark --accept-local --invert',
  '-m socket --transparent --nowildcard --restore-skmark',
  '-m iprange --src-range 10.0.0.1-10.0.0.9 ! --dst-range 10.0.1.1-10.0.1.9',
  '-m nfacct --nfacct-name n',
  '-m quota --quota 100',
  '-m connbytes --connbytes 1:2 --connbytes-dir both --connbytes-mode packets',
  '-m time --timestart 08:00:00 --timestop 09:00:00',
  '-m length --length 40:100',
  '-m ttl --ttl-lt 3',
  '-m u32 --u32 "0x0=0x1"',
  '-m pkttype ! --pkt-type unicast',
  '-m rt ! --rt-type 0',
  '-m frag --fragmore',
  '-m hbh --hbh-opts 5',
  '-m dst --dst-len 8',
  '-m string --string "x" --algo bm --from 1 --to 99 --icase',
  '-m bpf --bytecode "1,6 0 0 0"',
  '-m future ! --new-option a "b c" --flag',
]
const TARGET_RULES = [
  ...[
    'ACCEPT',
    'DROP',
    'RETURN',
    'REJECT',
    'MASQUERADE',
    'NOTRACK',
    'TRACE',
    'LOG',
    'NFLOG',
    'ULOG',
    'NFQUEUE',
    'REDIRECT',
    'AUDIT',
    'CT',
    'SYNPROXY',
  ],
  ...[
    'REJECT --reject-with tcp-reset',
    'MASQUERADE --random-fully',
    'DNAT --to-destination :8080',
    'DNAT --random',
    'SNAT --to-source 10.0.0.1',
  ],
  ...['REDIRECT --to-ports 15006', 'TPROXY --on-port 15006 --on-ip 0.0.0.0 --tproxy-mark 0x1/0x1', 'NETMAP --to 10.0.0.0/24'],
  ...['set-xmark 0x1/0x1', 'set-mark 0x1', 'or-mark 0x1', 'and-mark 0x1', 'xor-mark 0x1'].flatMap((set) => [
    `MARK --${set}`,
    `CONNMARK --${set}`,
  ]),
  ...[
    'CONNMARK --save-mark --nfmask 0xffffffff --ctmask 0xffffffff',
    'CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff',
    'CONNMARK --save-mark',
  ],
  ...[
    'SECMARK --selctx a:b',
    'CONNSECMARK --save',
    'CONNSECMARK --restore',
    'CT --zone 1 --helper ftp',
    'CT --notrack',
    'CT --zone-orig mark',
  ],
  ...['LOG --log-prefix "a " --log-level 4', 'NFLOG --nflog-prefix "a" --nflog-group 5', 'AUDIT --type accept', 'TEE --gateway 10.0.0.1'],
  ...[
    'SET --add-set s src --exist --timeout 9',
    'SET --del-set s src,dst',
    'SET --map-set s src',
    'NFQUEUE --queue-num 3 --queue-bypass',
    'NFQUEUE --queue-balance 0:3',
  ],
  ...[
    'TCPMSS --set-mss 1400',
    'TCPMSS --clamp-mss-to-pmtu',
    'TCPOPTSTRIP --strip-options 2',
    'TOS --set-tos 0x10/0x3f',
    'TOS --or-tos 0x10',
    'DSCP --set-dscp 0x08',
  ],
  ...[
    'TTL --ttl-set 3',
    'TTL --ttl-dec 1',
    'HL --hl-inc 1',
    'ECN --ecn-tcp-remove',
    'CHECKSUM --checksum-fill',
    'CLASSIFY --set-class 1:1',
  ],
  ...[
    'RATEEST --rateest-name n --rateest-interval 250.0ms',
    'SYNPROXY --sack-perm --mss 1460',
    'LED --led-trigger-id l',
    'IDLETIMER --timeout 9 --label i',
    'SOMETHING --with -1',
  ],
]

const CHAINS = new Set(['X', 'Y'])
const translators = (['en', 'ko'] as const).map((locale) => {
  const rules = JSON.parse(readFileSync(`messages/${locale}/rules.json`, 'utf8'))
  const onError = (error: Error) => {
    throw error
  }
  return { locale, t: createTranslator({ locale, messages: { rules }, namespace: 'rules', onError }) }
})

function ruleOf(text: string): Rule {
  const rule = parseIptablesSave(`*mangle\n:X - [0:0]\n:Y - [0:0]\n-A X ${text}\nCOMMIT\n`).ruleset.tables.get('mangle')?.chains.get('X')
    ?.rules[0]
  if (!rule) throw new Error(`no rule: ${text}`)
  return rule
}

const english = (text: string) => sentences(text)[0]?.join(' · ')

function sentences(text: string): string[][] {
  const { what, when } = sayRule(ruleOf(text), CHAINS)
  return translators.map(({ t }) => [what, ...when].map(({ key, values }) => t(key, values)))
}

describe('a rule in words', () => {
  it.each([...MATCHES.map((text) => `${text} -j ACCEPT`), ...TARGET_RULES.map((text) => `-j ${text}`)])('%s', (text) => {
    for (const said of sentences(text)) {
      for (const sentence of said) {
        expect(sentence.trim()).not.toBe('')
        // No option as it is printed, no place that nothing filled, no word of a chain.
        expect(sentence).not.toMatch(/--|(^|\s)-[a-z]|[{}]| {2}|undefined|\(\)|“”|:\s*$| $|Goes on in|에서 계속/)
      }
    }
  })

  it('has an example of every match and target that is evaluated', () => {
    const of = (texts: readonly string[], pattern: RegExp) =>
      new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name)))
    const matches = of(MATCHES, /-m (\S+)/g)
    const targets = of(TARGET_RULES, /^(\S+)/g)
    expect([...MATCH_MODULES.keys()].filter((name) => !matches.has(name))).toEqual([])
    expect([...TARGETS.keys()].filter((name) => !targets.has(name))).toEqual([])
  })

  it('names as run only what has no words of its own', () => {
    const run = TARGET_RULES.filter((text) => english(`-j ${text}`)?.startsWith('Runs the target'))
    expect(run).toEqual(['CT', 'DNAT --random', 'SOMETHING --with -1'])
  })

  it.each([
    ['-m connmark --mark 0x1/0x1 -j CONNMARK --set-xmark 0x2/0xff', 'Sets the connection’s mark 0x2/0xff · connection’s mark 0x1/0x1'],
    [
      '-m recent ! --update --seconds 60 --name L --rsource -j DROP',
      'Drops without a word · its source not in the list L (noted anew where it is) · or not seen within the last 60 s',
    ],
    ['-j MARK --or-mark 0x8', 'Sets the bits 0x8 of the mark'],
    ['-p tcp -j REDIRECT', 'Redirects to this namespace, keeping the port · TCP'],
    ['-j SOMETHING', 'Runs the target SOMETHING'],
    ['-j Y', 'Goes on in Y'],
    ['-g Y', 'Goes on in Y and does not come back'],
  ])('%s: %s', (text, said) => {
    expect(english(text)).toBe(said)
  })
})
