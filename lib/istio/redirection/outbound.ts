import { networksOf, type RedirectionContext } from '@/lib/istio/redirection/context'
import { captureTcpDns } from '@/lib/istio/redirection/dns'
import { portRules, tcpPort } from '@/lib/istio/redirection/inbound'
import { ownerGroups } from '@/lib/istio/redirection/owners'
import { atLeast } from '@/lib/kubernetes/release'

const TRAFFIC = 'traffic.sidecar.istio.io/'
const GROUPS = 'ISTIO_OUTBOUND_OWNER_GROUPS'

/** What leaves the app: to the proxy's outbound port, but for the proxy's own packets, loopback and what is left out. */
export function outboundRules(context: RedirectionContext): void {
  const { settings, append, loopback, inboundSource } = context
  const modern = atLeast(settings.version, 25)
  append('nat', 'OUTPUT', modern ? '-j ISTIO_OUTPUT' : '-p tcp -j ISTIO_OUTPUT')
  excludedPorts(context, modern ? ['tcp', 'udp'] : ['tcp'])
  append('nat', 'ISTIO_OUTPUT', `-s ${inboundSource} -o lo -j RETURN`)
  for (const uid of settings.proxyUids) ownerRules(context, `--uid-owner ${uid}`, true)
  for (const gid of settings.proxyGids) ownerRules(context, `--gid-owner ${gid}`, false)
  for (const match of ownerGroups(context)) append('nat', 'ISTIO_OUTPUT', `${match} -j RETURN`, GROUPS)
  captureTcpDns(context)
  append('nat', 'ISTIO_OUTPUT', `-d ${loopback} -j RETURN`)
  for (const network of networksOf(context.family, settings.outboundRangesExclude))
    append('nat', 'ISTIO_OUTPUT', `${network.any ? '' : `-d ${network.text} `}-j RETURN`, `${TRAFFIC}excludeOutboundIPRanges`)
  for (const port of settings.outboundPorts)
    append('nat', 'ISTIO_OUTPUT', tcpPort(port, 'ISTIO_REDIRECT'), `${TRAFFIC}includeOutboundPorts`)
  includedRanges(context)
}

/** For one user or group of the proxy: its packets to the pod's own address go back in, those of others over lo and its own elsewhere pass. */
function ownerRules({ settings, append, loopback }: RedirectionContext, owner: string, isUser: boolean): void {
  const dns = settings.dns !== null
  const ports =
    dns && isUser ? `-p tcp -m multiport ! --dports 53,${settings.tunnelPort}` : `-p tcp -m tcp ! --dport ${settings.tunnelPort}`
  append('nat', 'ISTIO_OUTPUT', `! -d ${loopback} -o lo ${ports} -m owner ${owner} -j ISTIO_IN_REDIRECT`)
  const own = (['IPv4', 'IPv6'] as const).some((family) =>
    networksOf(family, listed(settings.outboundRanges)).some(({ loopback: is }) => is),
  )
  // Loopback that is listed itself is redirected.
  if (!own) append('nat', 'ISTIO_OUTPUT', `-o lo ${dns ? '-p tcp -m tcp ! --dport 53 ' : ''}-m owner ! ${owner} -j RETURN`)
  append('nat', 'ISTIO_OUTPUT', `-m owner ${owner} -j RETURN`)
}

/** Since 1.25 also for UDP; since 1.30 with several ports in a rule. */
function excludedPorts({ settings, append }: RedirectionContext, protocols: readonly ('tcp' | 'udp')[]): void {
  const setting = `${TRAFFIC}excludeOutboundPorts`
  const add = (ports: readonly string[], protocol: 'tcp' | 'udp') => {
    for (const rule of portRules(protocol, ports, 'RETURN', atLeast(settings.version, 30))) append('nat', 'ISTIO_OUTPUT', rule, setting)
  }
  if (atLeast(settings.version, 30)) for (const protocol of protocols) add(settings.outboundPortsExclude, protocol)
  else for (const port of settings.outboundPortsExclude) for (const protocol of protocols) add([port], protocol)
}

function includedRanges({ settings, family, append, insert }: RedirectionContext): void {
  const setting = `${TRAFFIC}includeOutboundIPRanges`
  const redirect = (match: string) => {
    for (const iface of settings.virtualInterfaces) insert('nat', 'PREROUTING', 1, `${match}-i ${iface} -j ISTIO_REDIRECT`, setting)
    append('nat', 'ISTIO_OUTPUT', `${match}-j ISTIO_REDIRECT`, setting)
  }
  if (settings.outboundRanges === '*') return redirect('')
  const networks = networksOf(family, settings.outboundRanges)
  for (const network of networks) redirect(network.any ? '' : `-d ${network.text} `)
  // Until 1.22 the chain said so itself that the rest is not redirected.
  if (networks.length > 0 && !atLeast(settings.version, 23)) append('nat', 'ISTIO_OUTPUT', '-j RETURN', setting)
}

const listed = (included: '*' | readonly string[]): readonly string[] => (included === '*' ? [] : included)
