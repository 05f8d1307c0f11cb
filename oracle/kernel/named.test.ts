import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { judge, type Verdict } from '@/oracle/kernel/judge'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { ROUTER } from '@/oracle/kernel/laboratory/topology'
import { judgeNative } from '@/oracle/kernel/native/judge'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/* What the kernel found: pairs of rules and a packet about which the evaluation was wrong once. */

const skipReason = inject('kernelReason')
let laboratory: Laboratory | null = null

beforeAll(async () => {
  if (!skipReason) laboratory = await Laboratory.open(ROUTER, allowedCpus()[0] ?? 0)
})
afterAll(() => laboratory?.close())

const TCP = { proto: 'tcp', sport: 32768, dport: 22 } as const
const own: SentPacket = { ...TCP, src: '10.1.0.1', dst: '10.1.0.1', from: { uid: 0, gid: 0, mark: 0 } }
const arriving: SentPacket = { ...TCP, src: '10.1.0.9', dst: '10.1.0.1', from: { link: 'eth0' } }
const TAKEN = '*mangle\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -j TPROXY --on-port 15001\nCOMMIT\n'

const early = (rules: string) => `table ip early {
  chain C { ${rules}
  }
  chain PREROUTING { type filter hook prerouting priority -310; policy accept;
    ct original zone set 7 jump C
  }
}`

const FOUND: readonly [string, (laboratory: Laboratory) => Promise<Verdict[]>][] = [
  [
    'a packet that TPROXY gave to a socket is not forwarded, IPv6',
    (here) => judge(here, 6, TAKEN, [{ ...TCP, src: 'fd00:1::9', dst: 'fd00:16::5', from: { link: 'eth0' } }]),
  ],
  ['the same, IPv4', (here) => judge(here, 4, TAKEN, [{ ...arriving, dst: '172.16.0.5' }])],
  [
    'the same by a native rule that sets a mark behind it, IPv6',
    (here) =>
      judgeNative(
        here,
        6,
        `table inet filters {
  chain PREROUTING { type filter hook prerouting priority -110; policy accept;
    meta l4proto tcp tproxy ip6 to :15001 meta mark set 0x539 accept
  }
}`,
        [{ ...TCP, src: 'fd00:1::9', dst: 'fd00:16::5', from: { link: 'eth0' } }],
      ),
  ],
  [
    'a chain of type route behind nat asks the routes last',
    (here) =>
      judgeNative(
        here,
        4,
        `table ip nat_a {
  chain OUTPUT { type nat hook output priority -100; policy accept;
    dnat to 10.50.0.3
  }
}
table inet routes {
  chain OUTPUT { type route hook output priority 10; policy accept;
    meta mark set 0x539
  }
}`,
        [own],
      ),
  ],
  [
    'behind a native zone there is no tuple to compare',
    (here) => judgeNative(here, 4, early('ct reply ip saddr != 10.1.0.9 accept'), [arriving]),
  ],
  ['… and no status', (here) => judgeNative(here, 4, early('ct status ! snat accept'), [arriving])],
  [
    'a native zone takes notrack back',
    (here) =>
      judgeNative(
        here,
        4,
        `table ip early {
  chain PREROUTING { type filter hook prerouting priority -310; policy accept;
    notrack
    ct original zone set 7
  }
}
table ip nat_a {
  chain PREROUTING { type nat hook prerouting priority -100; policy accept;
  }
}`,
        [arriving],
      ),
  ],
  [
    'a native zone over lo, of a packet that was not tracked when it was sent',
    (here) =>
      judgeNative(
        here,
        6,
        `table ip6 early {
  chain PREROUTING { type filter hook prerouting priority -310; policy accept;
    ct original zone set 7
  }
  chain INPUT { type filter hook input priority -310; policy accept;
    ct original ip6 saddr != fd00:1::9 accept
  }
  chain OUTPUT { type filter hook output priority -310; policy accept;
    notrack accept
  }
}`,
        [{ ...own, src: 'fd00:1::1', dst: 'fd00:1::1' }],
      ),
  ],
  [
    'an address and a port of a map, IPv6',
    (here) =>
      judgeNative(
        here,
        6,
        `table ip6 nat_a {
  map targets { type inet_service : ipv6_addr . inet_service; elements = { 22 : fd00:2::9 . 2222 }
  }
  chain PREROUTING { type nat hook prerouting priority -100; policy accept;
    meta l4proto tcp dnat ip6 to th dport map @targets
  }
}`,
        [{ ...arriving, src: 'fd00:1::9', dst: 'fd00:1::1' }],
      ),
  ],
  [
    'a random choice of an address draws another id for ICMP',
    (here) =>
      judge(here, 4, '*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT ! -p tcp -j DNAT --to-destination 10.50.0.3-10.50.0.5 --random\nCOMMIT\n', [
        { ...own, proto: 'icmp', dport: 8 << 8 },
      ]),
  ],
  [
    'a map asked by the ports of ICMP may not hold them',
    (here) =>
      judgeNative(
        here,
        4,
        `table inet routes {
  chain OUTPUT { type route hook output priority -150; policy accept;
    meta mark set th dport map { 80 : 0x1, 443 : 0x2 } accept
  }
}`,
        [{ ...own, proto: 'icmp', dport: 8 << 8 }],
      ),
  ],
]

test.for(FOUND)('%s', async ([, ask], { skip }) => {
  if (skipReason || !laboratory) return skip(skipReason ?? 'no laboratory')
  const verdicts = await ask(laboratory)
  expect(verdicts.map(({ difference }) => difference)).toEqual(verdicts.map(() => null))
  expect(verdicts).toHaveLength(1)
})
