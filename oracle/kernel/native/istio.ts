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
