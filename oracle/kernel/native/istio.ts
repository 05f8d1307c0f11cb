import { DEFAULT_REDIRECTION, type RedirectionSettings } from '@/lib/istio/redirection/settings'

/** One way in which Istio redirects a pod's packets: its own rules in nft's words, and the settings that they come from. */
export interface NativeCase {
  name: string
  settings: RedirectionSettings
  /** As istio-init of 1.28 gives them to nft, for both versions of IP. */
  ruleset: string
}

const settings = (more: Partial<RedirectionSettings>): RedirectionSettings => ({
  ...DEFAULT_REDIRECTION,
  version: { major: 1, minor: 28 },
  native: true,
  dualStack: true,
  inboundPorts: '*',
  inboundPortsExclude: ['15090', '15021', '15020'],
  outboundRanges: '*',
  ...more,
})

const nat = (prerouting: string, inbound: string, output: string, dns = '') => `
table inet istio-proxy-nat {
  chain istio-redirect {
    meta l4proto tcp counter redirect to :15001
  }
  chain istio-in-redirect {
    meta l4proto tcp counter redirect to :15006
  }
  chain istio-inbound {
    meta l4proto tcp tcp dport 15008 counter return
    ${inbound}
  }${dns}
  chain istio-output {
    ${output}
  }
  chain prerouting {
    type nat hook prerouting priority -100;
    ${prerouting}
  }
  chain output {
    type nat hook output priority -100;
    counter jump istio-output
  }
}`

const EXCLUDED = [15090, 15021, 15020].map((port) => `meta l4proto tcp tcp dport ${port} counter return`).join('\n    ')
const SOURCES = `oifname lo ip saddr 127.0.0.6/32 counter return
    oifname lo ip6 saddr ::6/128 counter return`
const OWN = `ip daddr 127.0.0.1/32 counter return
    ip6 daddr ::1/128 counter return`
const OWNERS = `oifname lo meta l4proto tcp ip daddr != 127.0.0.1/32 tcp dport != 15008 skuid 1337 counter jump istio-in-redirect
    oifname lo meta l4proto tcp ip6 daddr != ::1/128 tcp dport != 15008 skuid 1337 counter jump istio-in-redirect
    oifname lo skuid != 1337 counter return
    skuid 1337 counter return
    oifname lo meta l4proto tcp ip daddr != 127.0.0.1/32 tcp dport != 15008 skgid 1337 counter jump istio-in-redirect
    oifname lo meta l4proto tcp ip6 daddr != ::1/128 tcp dport != 15008 skgid 1337 counter jump istio-in-redirect
    oifname lo skgid != 1337 counter return
    skgid 1337 counter return`

const plain: NativeCase = {
  name: 'redirection',
  settings: settings({}),
  ruleset: nat(
    'meta l4proto tcp counter jump istio-inbound',
    `${EXCLUDED}\n    meta l4proto tcp counter jump istio-in-redirect`,
    `${SOURCES}\n    ${OWNERS}\n    ${OWN}\n    counter jump istio-redirect`,
  ),
}

const listed: NativeCase = {
  name: 'listed ports, networks, interfaces and groups',
  settings: settings({
    inboundPorts: ['80', '53'],
    outboundPorts: ['8443'],
    outboundPortsExclude: ['15021'],
    outboundRanges: ['10.0.0.0/8', 'fd00:2::/64'],
    outboundRangesExclude: ['10.50.0.0/16', 'fd00:50::3/128'],
    excludeInterfaces: ['eth1'],
    virtualInterfaces: ['cali1'],
    ownerGroupsExclude: ['1000'],
    dropInvalid: true,
  }),
  ruleset: `${nat(
    `iifname cali1 ip6 daddr fd00:2::/64 counter jump istio-redirect
    iifname cali1 ip daddr 10.0.0.0/8 counter jump istio-redirect
    iifname cali1 counter return
    iifname eth1 counter return
    meta l4proto tcp counter jump istio-inbound`,
    `meta l4proto tcp tcp dport 80 counter jump istio-in-redirect
    meta l4proto tcp tcp dport 53 counter jump istio-in-redirect`,
    `tcp dport 15021 counter return
    udp dport 15021 counter return
    ${SOURCES}
    ${OWNERS}
    skgid 1000 counter return
    ${OWN}
    ip daddr 10.50.0.0/16 counter return
    ip6 daddr fd00:50::3/128 counter return
    tcp dport 8443 counter jump istio-redirect
    ip daddr 10.0.0.0/8 counter jump istio-redirect
    ip6 daddr fd00:2::/64 counter jump istio-redirect`,
  ).replace('    counter jump istio-output\n', '    oifname eth1 counter return\n    counter jump istio-output\n')}
table inet istio-proxy-mangle {
  chain istio-drop {
    counter drop
  }
  chain prerouting {
    type filter hook prerouting priority -150;
    meta l4proto tcp ct state invalid counter jump istio-drop
  }
}`,
}

const zones = (servers: readonly string[]) => {
  const headerOf = (ip: string) => (ip.includes(':') ? 'ip6' : 'ip')
  const lines = (make: (match: string) => string, side: string) =>
    (servers.length === 0 ? [''] : servers.map((ip) => `${headerOf(ip)} ${side} ${ip} `)).map(make).join('\n    ')
  return {
    redirect: `
  chain istio-output-dns {
    ${lines((to) => `${to}tcp dport 53 counter redirect to :15053`, 'daddr')}
    ${lines((to) => `${to}udp dport 53 counter redirect to :15053`, 'daddr')}
  }`,
    raw: `
table inet istio-proxy-raw {
  chain istio-output-dns {
    udp dport 53 meta skuid 1337 counter ct zone set 1
    udp sport 15053 meta skuid 1337 counter ct zone set 2
    udp dport 53 meta skgid 1337 counter ct zone set 1
    udp sport 15053 meta skgid 1337 counter ct zone set 2
    ${lines((to) => `udp dport 53 ${to}counter ct zone set 2`, 'daddr')}
  }
  chain istio-inbound {
    ${lines((from) => `udp sport 53 ${from}counter ct zone set 1`, 'saddr')}
  }
  chain prerouting {
    type filter hook prerouting priority -300;
    counter jump istio-inbound
  }
  chain output {
    type filter hook output priority -300;
    counter jump istio-output-dns
  }
}`,
  }
}

const captured = (name: string, dns: 'all' | readonly string[]): NativeCase => {
  const { redirect, raw } = zones(dns === 'all' ? [] : dns)
  const owners = OWNERS.replace(/dport != 15008 skuid/g, 'dport != { 53, 15008 } skuid').replace(
    /oifname lo (sk[ug]id) !=/g,
    'oifname lo meta l4proto tcp tcp dport != 53 $1 !=',
  )
  return {
    name,
    settings: settings({ dns }),
    ruleset:
      nat(
        'meta l4proto tcp counter jump istio-inbound',
        `${EXCLUDED}\n    meta l4proto tcp counter jump istio-in-redirect`,
        `${SOURCES}\n    ${owners}\n    counter jump istio-output-dns\n    ${OWN}\n    counter jump istio-redirect`,
        redirect,
      ) + raw,
  }
}

const transparent: NativeCase = {
  name: 'TPROXY',
  settings: settings({ mode: 'TPROXY' }),
  ruleset: `${nat('', '', `${SOURCES}\n    ${OWNERS}\n    ${OWN}\n    counter jump istio-redirect`)}
table inet istio-proxy-mangle {
  chain istio-divert {
    counter meta mark set 1337
    counter accept
  }
  chain istio-tproxy {
    meta l4proto tcp ip daddr != 127.0.0.1/32 tproxy ip to :15006 meta mark set 1337 counter accept
    meta l4proto tcp ip6 daddr != ::1/128 tproxy ip6 to :15006 meta mark set 1337 counter accept
  }
  chain istio-inbound {
    meta l4proto tcp mark 1337 counter return
    iifname lo meta l4proto tcp ip6 saddr ::6/128 counter return
    iifname lo meta l4proto tcp mark != 1338 counter return
    iifname lo meta l4proto tcp ip saddr 127.0.0.6/32 counter return
    ${EXCLUDED}
    meta l4proto tcp ct state related,established counter jump istio-divert
    meta l4proto tcp counter jump istio-tproxy
  }
  chain prerouting {
    type filter hook prerouting priority -150;
    meta l4proto tcp counter jump istio-inbound
    meta l4proto tcp mark 1337 counter ct mark set mark
  }
  chain output {
    type route hook output priority -150;
    oifname lo meta l4proto tcp mark 1337 counter return
    oifname lo meta l4proto tcp ip daddr != 127.0.0.1/32 skuid 1337 counter meta mark set 1338
    oifname lo meta l4proto tcp ip6 daddr != ::1/128 skuid 1337 counter meta mark set 1338
    oifname lo meta l4proto tcp ip daddr != 127.0.0.1/32 skgid 1337 counter meta mark set 1338
    oifname lo meta l4proto tcp ip6 daddr != ::1/128 skgid 1337 counter meta mark set 1338
    meta l4proto tcp ct mark 1337 counter meta mark set ct mark
  }
}`,
}

export const NATIVE_CASES: readonly NativeCase[] = [
  plain,
  listed,
  captured('DNS of listed name servers', ['10.2.0.9', 'fd00:2::9']),
  captured('all DNS', 'all'),
  transparent,
]
