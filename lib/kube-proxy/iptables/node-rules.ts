import { comment, hex, host, markMatch } from '@/lib/kube-proxy/iptables/rule-parts'
import type { IpFamily } from '@/lib/kube-proxy/service-port'
import type { KubeProxySettings } from '@/lib/kube-proxy/settings'
import { atLeast, type Release } from '@/lib/kubernetes/release'
import type { DumpWriter } from '@/lib/netfilter/computed/dump-writer'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'

const PROXY: RuleSource = { by: 'kube-proxy', service: null, endpoint: null }
const KUBELET: RuleSource = { by: 'kubelet' }
const NEW = '-m conntrack --ctstate NEW'

/** Jumps from the built-in chains. kube-proxy puts each before what is there, so the last one comes first. */
const JUMPS: readonly (readonly [table: string, chain: string, match: string, target: string])[] = [
  ['filter', 'INPUT', `${NEW} ${comment('kubernetes load balancer firewall')}`, 'KUBE-PROXY-FIREWALL'],
  ['filter', 'INPUT', comment('kubernetes health check service ports'), 'KUBE-NODEPORTS'],
  ['filter', 'INPUT', `${NEW} ${comment('kubernetes externally-visible service portals')}`, 'KUBE-EXTERNAL-SERVICES'],
  ['filter', 'FORWARD', `${NEW} ${comment('kubernetes load balancer firewall')}`, 'KUBE-PROXY-FIREWALL'],
  ['filter', 'FORWARD', comment('kubernetes forwarding rules'), 'KUBE-FORWARD'],
  ['filter', 'FORWARD', `${NEW} ${comment('kubernetes service portals')}`, 'KUBE-SERVICES'],
  ['filter', 'FORWARD', `${NEW} ${comment('kubernetes externally-visible service portals')}`, 'KUBE-EXTERNAL-SERVICES'],
  ['filter', 'OUTPUT', `${NEW} ${comment('kubernetes load balancer firewall')}`, 'KUBE-PROXY-FIREWALL'],
  ['filter', 'OUTPUT', `${NEW} ${comment('kubernetes service portals')}`, 'KUBE-SERVICES'],
  ['nat', 'PREROUTING', comment('kubernetes service portals'), 'KUBE-SERVICES'],
  ['nat', 'OUTPUT', comment('kubernetes service portals'), 'KUBE-SERVICES'],
  ['nat', 'POSTROUTING', comment('kubernetes postrouting rules'), 'KUBE-POSTROUTING'],
]

const FILTER_CHAINS = ['KUBE-SERVICES', 'KUBE-EXTERNAL-SERVICES', 'KUBE-FORWARD', 'KUBE-NODEPORTS', 'KUBE-PROXY-FIREWALL', 'KUBE-FIREWALL']
const NAT_CHAINS = ['KUBE-SERVICES', 'KUBE-NODEPORTS', 'KUBE-POSTROUTING', 'KUBE-MARK-MASQ']

/** Everything that kube-proxy writes whatever Services there are, before the Services' own rules. */
export function writeProxyFrame(writer: DumpWriter<RuleSource>, settings: KubeProxySettings): void {
  const mark = settings.masqueradeMark
  for (const table of ['mangle', 'filter', 'nat']) writer.chain(table, 'KUBE-PROXY-CANARY')
  for (const chain of FILTER_CHAINS) writer.chain('filter', chain)
  for (const chain of NAT_CHAINS) writer.chain('nat', chain)
  for (const [table, chain, match, target] of JUMPS) writer.append(table, chain, `${match} -j ${target}`, PROXY)
  writer.append('nat', 'KUBE-POSTROUTING', `-m mark ! ${markMatch(mark)} -j RETURN`, PROXY)
  writer.append('nat', 'KUBE-POSTROUTING', `-j MARK --set-xmark ${hex(mark)}/0x0`, PROXY)
  const random = settings.randomFully ? ' --random-fully' : ''
  writer.append('nat', 'KUBE-POSTROUTING', `${comment('kubernetes service traffic requiring SNAT')} -j MASQUERADE${random}`, PROXY)
  writer.append('nat', 'KUBE-MARK-MASQ', `-j MARK --set-xmark ${hex(mark)}/${hex(mark)}`, PROXY)
  if (settings.dropInvalid) {
    const counted = settings.nfacct ? '-m nfacct --nfacct-name  ct_state_invalid_dropped_pkts ' : ''
    writer.append('filter', 'KUBE-FORWARD', `-m conntrack --ctstate INVALID ${counted}-j DROP`, PROXY)
  }
  writer.append('filter', 'KUBE-FORWARD', `${comment('kubernetes forwarding rules')} -m mark ${markMatch(mark)} -j ACCEPT`, PROXY)
  const known = '-m conntrack --ctstate RELATED,ESTABLISHED'
  writer.append('filter', 'KUBE-FORWARD', `${comment('kubernetes forwarding conntrack rule')} ${known} -j ACCEPT`, PROXY)
}

/** The last rules of KUBE-SERVICES: what is left and meant for the node itself looks for a node port. */
export function writeNodePortJump(writer: DumpWriter<RuleSource>, settings: KubeProxySettings, family: IpFamily): void {
  const text = comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain')
  const jump = (match: string) => writer.append('nat', 'KUBE-SERVICES', `${match} -j KUBE-NODEPORTS`, PROXY)
  if (settings.nodePortAddresses === 'all') {
    const except = family === 'IPv6' ? '! -d ::1/128 ' : settings.localhostNodePorts ? '' : '! -d 127.0.0.0/8 '
    jump(`${except}${text} -m addrtype --dst-type LOCAL`)
    return
  }
  for (const ip of settings.nodePortAddresses) {
    const loopback = ip === '::1' || ip.startsWith('127.')
    if (ip.includes(':') === (family === 'IPv6') && !(loopback && (family === 'IPv6' || !settings.localhostNodePorts)))
      jump(`-d ${host(ip)} ${text}`)
  }
}

/** kubelet's own rules: against packets for 127.0.0.0/8 that come from outside, and until 1.26 the chain that drops what others marked. */
export function writeKubeletRules(writer: DumpWriter<RuleSource>, kubelet: Release, family: IpFamily, proxied: boolean): void {
  for (const table of ['mangle', 'filter', 'nat']) writer.chain(table, 'KUBE-KUBELET-CANARY')
  writer.chain('mangle', 'KUBE-IPTABLES-HINT')
  const marks = !atLeast(kubelet, 27)
  // kube-proxy makes the jumps too, for both families; kubelet alone only where the chain has rules.
  if (family === 'IPv6' && !marks && !proxied) return
  for (const chain of ['INPUT', 'OUTPUT']) writer.append('filter', chain, '-j KUBE-FIREWALL', KUBELET)
  if (marks) {
    writer.append('nat', 'KUBE-MARK-DROP', '-j MARK --set-xmark 0x8000/0x8000', KUBELET)
    const text = comment('kubernetes firewall for dropping marked packets')
    writer.append('filter', 'KUBE-FIREWALL', `${text} -m mark --mark 0x8000/0x8000 -j DROP`, KUBELET)
  }
  if (family === 'IPv6') return
  const state = '-m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT'
  const text = comment('block incoming localnet connections')
  writer.append('filter', 'KUBE-FIREWALL', `! -s 127.0.0.0/8 -d 127.0.0.0/8 ${text} ${state} -j DROP`, KUBELET)
}
