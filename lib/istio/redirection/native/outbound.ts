import { networksOf } from '@/lib/istio/redirection/context'
import {
  isOwner,
  type NativeContext,
  notLoopback,
  OVER_LO,
  type Owner,
  port,
  proxyOwners,
  RETURN,
} from '@/lib/istio/redirection/native/context'
import { captureDns } from '@/lib/istio/redirection/native/dns'
import { jump, match, meta, network, payload } from '@/lib/netfilter/computed/nft/expressions'

const TRAFFIC = 'traffic.sidecar.istio.io/'
const GROUPS = 'ISTIO_OUTBOUND_OWNER_GROUPS'

/** What leaves the app: to the proxy's outbound port, but for the proxy's own packets, loopback and what is left out. */
export function outboundRules(context: NativeContext): void {
  const { settings, add, versions } = context
  add('nat', 'output', [], jump('istio-output'))
  for (const number of settings.outboundPortsExclude)
    for (const protocol of ['tcp', 'udp'] as const)
      add('nat', 'istio-output', [port(protocol, 'dport', number)], RETURN, `${TRAFFIC}excludeOutboundPorts`)
  for (const { header, inboundSource } of versions)
    add('nat', 'istio-output', [OVER_LO, match('==', payload(header, 'saddr'), inboundSource)], RETURN)
  for (const owner of proxyOwners(settings)) ownerRules(context, owner)
  ownerGroups(context)
  captureDns(context)
  for (const { header, loopback } of versions) add('nat', 'istio-output', [match('==', payload(header, 'daddr'), loopback)], RETURN)
  for (const [header, text] of ranges(context, settings.outboundRangesExclude))
    add('nat', 'istio-output', [match('==', payload(header, 'daddr'), network(text))], RETURN, `${TRAFFIC}excludeOutboundIPRanges`)
  for (const number of settings.outboundPorts)
    add('nat', 'istio-output', [port('tcp', 'dport', number)], jump('istio-redirect'), `${TRAFFIC}includeOutboundPorts`)
  includedRanges(context)
}

/** For one user or group of the proxy: its packets to the pod's own address go back in, those of others over lo and its own elsewhere pass. */
function ownerRules({ settings, add, versions }: NativeContext, owner: Owner): void {
  const dns = settings.dns !== null
  const tunnel =
    dns && owner.key === 'skuid'
      ? match('!=', payload('tcp', 'dport'), { set: [53, Number(settings.tunnelPort)].sort((a, b) => a - b) })
      : port('tcp', 'dport', settings.tunnelPort, '!=')
  for (const version of versions)
    add('nat', 'istio-output', [OVER_LO, notLoopback(version), tunnel, isOwner(owner)], jump('istio-in-redirect'))
  const listed = settings.outboundRanges === '*' ? [] : settings.outboundRanges
  const own = (['IPv4', 'IPv6'] as const).some((family) => networksOf(family, listed).some(({ loopback }) => loopback))
  // Loopback that is listed itself is redirected.
  if (!own) add('nat', 'istio-output', [OVER_LO, ...(dns ? [port('tcp', 'dport', '53', '!=')] : []), isOwner(owner, '!=')], RETURN)
  add('nat', 'istio-output', [isOwner(owner)], RETURN)
}

/** Groups whose packets are not redirected at all: those that are named, or all that are not. */
function ownerGroups({ settings, add }: NativeContext): void {
  const { ownerGroups: groups, ownerGroupsExclude } = settings
  if (groups !== '*')
    add(
      'nat',
      'istio-output',
      groups.map((id) => isOwner({ key: 'skgid', id }, '!=')),
      RETURN,
      GROUPS,
    )
  else for (const id of ownerGroupsExclude) add('nat', 'istio-output', [isOwner({ key: 'skgid', id })], RETURN, GROUPS)
}

/** Networks of each version that the rules are written for, IPv4's first. */
function ranges({ versions }: NativeContext, listed: readonly string[]): ['ip' | 'ip6', string][] {
  return versions.flatMap(({ header }) =>
    networksOf(header === 'ip' ? 'IPv4' : 'IPv6', listed).map(({ text }): ['ip' | 'ip6', string] => [header, text]),
  )
}

function includedRanges(context: NativeContext): void {
  const { settings, add } = context
  const setting = `${TRAFFIC}includeOutboundIPRanges`
  const redirectTo = (asks: Parameters<typeof add>[2]) => {
    for (const iface of settings.virtualInterfaces)
      add('nat', 'prerouting', [match('==', meta('iifname'), iface), ...asks], jump('istio-redirect'), setting, 0)
    add('nat', 'istio-output', asks, jump('istio-redirect'), setting)
  }
  if (settings.outboundRanges === '*') redirectTo([])
  else
    for (const [header, text] of ranges(context, settings.outboundRanges))
      redirectTo([match('==', payload(header, 'daddr'), network(text))])
}
