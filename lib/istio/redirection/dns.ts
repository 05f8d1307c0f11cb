import { AGENT_DNS_PORT } from '@/lib/istio/proxy-defaults'
import type { RedirectionContext } from '@/lib/istio/redirection/context'
import { ownerGroups, proxyOwners } from '@/lib/istio/redirection/owners'
import { atLeast } from '@/lib/kubernetes/release'

const SETTING = 'ISTIO_META_DNS_CAPTURE'
const AGENT_PORT = `${AGENT_DNS_PORT}`

/** `-d SERVER` (or `-s`) of every captured name server of this family; one empty match where all are. */
function servers({ settings, family }: RedirectionContext, option: '-d' | '-s'): string[] {
  if (settings.dns === null) return []
  if (settings.dns === 'all') return ['']
  const bits = family === 'IPv6' ? 128 : 32
  return settings.dns.filter((ip) => ip.includes(':') === (family === 'IPv6')).map((ip) => `${option} ${ip}/${bits} `)
}

/** DNS over TCP stands before the rules for everything else; since 1.25 DNS over UDP beside it, in a chain of its own. */
export function captureTcpDns(context: RedirectionContext): void {
  const { settings, append, chain } = context
  if (settings.dns === null) return
  const redirect = (protocol: 'tcp' | 'udp', name: string) => {
    for (const to of servers(context, '-d'))
      append('nat', name, `${to}-p ${protocol} -m ${protocol} --dport 53 -j REDIRECT --to-ports ${AGENT_PORT}`, SETTING)
  }
  if (!atLeast(settings.version, 25)) return redirect('tcp', 'ISTIO_OUTPUT')
  if (servers(context, '-d').length === 0) return
  append('nat', 'ISTIO_OUTPUT', '-j ISTIO_OUTPUT_DNS', SETTING)
  chain('nat', 'ISTIO_OUTPUT_DNS')
  redirect('tcp', 'ISTIO_OUTPUT_DNS')
  redirect('udp', 'ISTIO_OUTPUT_DNS')
}

/** DNS over UDP, and two conntrack zones, so that the agent's own questions do not meet the app's. */
export function captureUdpDns(context: RedirectionContext): void {
  const { settings, append } = context
  if (settings.dns === null) return
  const version = settings.version
  const out = atLeast(version, 25) ? 'ISTIO_OUTPUT_DNS' : atLeast(version, 23) ? 'ISTIO_OUTPUT' : 'OUTPUT'
  const back = atLeast(version, 25) ? 'ISTIO_INBOUND' : 'PREROUTING'
  if (!atLeast(version, 25)) {
    if (out === 'ISTIO_OUTPUT') for (const table of ['nat', 'raw']) append(table, 'OUTPUT', '-p udp -j ISTIO_OUTPUT', SETTING)
    const pass = (match: string) => append('nat', out, `-p udp -m udp --dport 53 ${match} -j RETURN`, SETTING)
    for (const owner of proxyOwners(context)) pass(`-m owner ${owner}`)
    for (const match of ownerGroups(context)) pass(match)
    for (const to of servers(context, '-d'))
      append('nat', out, `${to}-p udp -m udp --dport 53 -j REDIRECT --to-ports ${AGENT_PORT}`, SETTING)
  } else append('raw', 'OUTPUT', '-j ISTIO_OUTPUT_DNS', SETTING)
  for (const owner of proxyOwners(context)) {
    append('raw', out, `-p udp -m udp --dport 53 -m owner ${owner} -j CT --zone 1`, SETTING)
    append('raw', out, `-p udp -m udp --sport ${AGENT_PORT} -m owner ${owner} -j CT --zone 2`, SETTING)
  }
  if (back === 'ISTIO_INBOUND' && servers(context, '-s').length > 0) append('raw', 'PREROUTING', '-j ISTIO_INBOUND', SETTING)
  for (const to of servers(context, '-d')) append('raw', out, `${to}-p udp -m udp --dport 53 -j CT --zone 2`, SETTING)
  for (const from of servers(context, '-s')) append('raw', back, `${from}-p udp -m udp --sport 53 -j CT --zone 1`, SETTING)
}
