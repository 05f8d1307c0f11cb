import type { SentPacket } from '@/oracle/kernel/packet/sent'

/** Istio's own tables in a pod (facts: redirection to 15001 and 15006, DNS to 15053), with counters as newer releases write them. */
export const REDIRECTION = `
table inet istio-proxy-nat {
  chain istio-redirect { meta l4proto tcp counter redirect to :15001
  }
  chain istio-in-redirect { meta l4proto tcp counter redirect to :15006
  }
  chain istio-inbound {
    meta l4proto tcp tcp dport 15008 counter return
    meta l4proto tcp tcp dport { 15090, 15021, 22 } counter return
    meta l4proto tcp counter jump istio-in-redirect
  }
  chain istio-output-dns {
    udp dport 53 ip daddr 10.2.0.9 counter redirect to :15053
    tcp dport 53 ip daddr 10.2.0.9 counter redirect to :15053
  }
  chain istio-output {
    oifname "lo" ip saddr 127.0.0.6 counter return
    oifname "lo" ip6 saddr ::6 counter return
    oifname "lo" meta l4proto tcp ip daddr != 127.0.0.1 tcp dport != { 53, 15008 } meta skuid 1337 counter jump istio-in-redirect
    oifname "lo" meta l4proto tcp tcp dport != 53 meta skuid != 1337 counter return
    meta skuid 1337 counter return
    oifname "lo" meta l4proto tcp ip daddr != 127.0.0.1 tcp dport != 15008 meta skgid 1337 counter jump istio-in-redirect
    meta skgid 1337 counter return
    counter jump istio-output-dns
    ip daddr 127.0.0.1 counter return
    ip6 daddr ::1 counter return
    ip daddr 10.50.0.0/16 counter return
    meta l4proto tcp counter jump istio-redirect
  }
  chain prerouting {
    type nat hook prerouting priority dstnat; policy accept;
    meta l4proto tcp counter jump istio-inbound
  }
  chain output {
    type nat hook output priority -100; policy accept;
    counter jump istio-output
  }
}
table inet istio-proxy-raw {
  chain prerouting {
    type filter hook prerouting priority raw; policy accept;
    udp sport 53 ip daddr 10.2.0.9 counter ct zone set 1
  }
  chain output {
    type filter hook output priority raw; policy accept;
    udp dport 53 meta skuid 1337 counter ct zone set 1
    udp sport 15053 meta skgid 1337 counter ct zone set 2
    udp dport 53 ip daddr 10.2.0.9 counter ct zone set 2
  }
}
table inet istio-proxy-mangle {
  chain prerouting {
    type filter hook prerouting priority mangle; policy accept;
    meta l4proto tcp ct state invalid counter drop
  }
}`

/** The same with interceptionMode TPROXY: the packet keeps its addresses, and marks lead it to the proxy's socket. */
export const TPROXY = `
table inet istio-proxy-mangle {
  chain istio-divert {
    meta mark set 0x1
    accept
  }
  chain istio-tproxy { meta l4proto tcp ip daddr != 127.0.0.1 counter tproxy ip to :15006 meta mark set 0x1 accept
  }
  chain istio-inbound {
    meta l4proto tcp meta mark 0x1 counter return
    iifname "lo" meta l4proto tcp ip saddr 127.0.0.6 counter return
    iifname "lo" meta l4proto tcp meta mark != 0x53a counter return
    meta l4proto tcp ct state established,related counter jump istio-divert
    meta l4proto tcp counter jump istio-tproxy
  }
  chain prerouting {
    type filter hook prerouting priority mangle; policy accept;
    meta l4proto tcp counter jump istio-inbound
    meta l4proto tcp meta mark 0x1 counter ct mark set meta mark
  }
  chain output {
    type route hook output priority mangle; policy accept;
    oifname "lo" meta l4proto tcp meta mark 0x1 counter return
    oifname "lo" meta l4proto tcp ip daddr != 127.0.0.1 meta skuid 1337 counter meta mark set 0x53a
    meta l4proto tcp ct mark 0x1 counter meta mark set ct mark
  }
}`

export const ISTIO_TABLES = ['inet istio-proxy-nat', 'inet istio-proxy-raw', 'inet istio-proxy-mangle']

/** What ambient mode leaves in a pod (facts: marks 0x539/0xfff and 0x111, ports 15001, 15006, 15008 and 15053), as iptables-restore reads it. */
export const AMBIENT = `*mangle
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:ISTIO_PRERT - [0:0]
:ISTIO_OUTPUT - [0:0]
-A PREROUTING -j ISTIO_PRERT
-A OUTPUT -j ISTIO_OUTPUT
-A ISTIO_PRERT -m mark --mark 0x539/0xfff -j CONNMARK --set-xmark 0x111/0xfff
-A ISTIO_OUTPUT -m connmark --mark 0x111/0xfff -j CONNMARK --restore-mark
COMMIT
*nat
:PREROUTING ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:ISTIO_PRERT - [0:0]
:ISTIO_OUTPUT - [0:0]
-A PREROUTING -j ISTIO_PRERT
-A OUTPUT -j ISTIO_OUTPUT
-A ISTIO_PRERT -s 169.254.7.127/32 -p tcp -m tcp -j ACCEPT
-A ISTIO_PRERT ! -d 127.0.0.1/32 -p tcp -m tcp ! --dport 15008 -m mark ! --mark 0x539/0xfff -j REDIRECT --to-ports 15006
-A ISTIO_OUTPUT -d 169.254.7.127/32 -p tcp -m tcp -j ACCEPT
-A ISTIO_OUTPUT ! -o lo -p udp -m mark ! --mark 0x539/0xfff -m udp --dport 53 -j REDIRECT --to-ports 15053
-A ISTIO_OUTPUT ! -d 127.0.0.1/32 -p tcp -m tcp --dport 53 -m mark ! --mark 0x539/0xfff -j REDIRECT --to-ports 15053
-A ISTIO_OUTPUT -p tcp -m mark --mark 0x111/0xfff -j ACCEPT
-A ISTIO_OUTPUT ! -d 127.0.0.1/32 -o lo -j ACCEPT
-A ISTIO_OUTPUT ! -d 127.0.0.1/32 -p tcp -m mark ! --mark 0x539/0xfff -j REDIRECT --to-ports 15001
COMMIT
`

const DESTINATIONS = ['10.1.0.1', '10.9.9.9', '127.0.0.1', '10.2.0.9', '10.50.0.3', '192.0.2.77']
const PORTS = [53, 80, 15008, 15021]

/** What comes in, what the app sends, and what the proxy sends, by TCP and UDP. */
export function everyKind(): SentPacket[] {
  return (['tcp', 'udp'] as const).flatMap((proto) =>
    PORTS.flatMap((dport) => {
      const arriving = DESTINATIONS.slice(0, 2).map((dst) => ({ proto, src: '10.1.0.9', sport: 40000, dst, dport, from: { link: 'eth0' } }))
      const senders = [
        { uid: 1000, gid: 1000, mark: 0 },
        { uid: 1337, gid: 1337, mark: 0 },
        { uid: 0, gid: 1337, mark: 0 },
        { uid: 1337, gid: 1337, mark: 0x539 },
      ]
      const sent = DESTINATIONS.flatMap((dst) => senders.map((from) => ({ proto, src: '10.1.0.1', sport: 40000, dst, dport, from })))
      return [...arriving, ...sent]
    }),
  )
}
