import { PROXY_UID } from '@/lib/istio/proxy-defaults'
import type { Release } from '@/lib/kubernetes/release'

/** Everything, or the listed ports or networks; an empty list is nothing. */
export type Included = '*' | readonly string[]

/** What istio-iptables was told, by its flags' long names. Ports and ids are text, as the rules print them. */
export interface RedirectionSettings {
  version: Release
  mode: 'REDIRECT' | 'TPROXY'
  proxyPort: string
  inboundPort: string
  tunnelPort: string
  /** The proxy's own users and groups, whose packets are not redirected. */
  proxyUids: readonly string[]
  proxyGids: readonly string[]
  tproxyMark: number
  inboundPorts: Included
  inboundPortsExclude: readonly string[]
  outboundPorts: readonly string[]
  outboundPortsExclude: readonly string[]
  outboundRanges: Included
  outboundRangesExclude: readonly string[]
  /** Interfaces of virtual machines or containers inside the pod, whose traffic counts as outbound. */
  virtualInterfaces: readonly string[]
  excludeInterfaces: readonly string[]
  ownerGroups: Included
  ownerGroupsExclude: readonly string[]
  /** What counts as the pod's own loopback (127.0.0.1/32 unless ISTIO_OUTBOUND_IPV4_LOOPBACK_CIDR says otherwise). */
  loopback: string
  dropInvalid: boolean
  /** Rules are native ones of nftables (--native-nftables), not of iptables. */
  native: boolean
  /** With rules for both versions of IP where the pod has addresses of both (ISTIO_DUAL_STACK). */
  dualStack: boolean
  /** Name servers whose port 53 the agent answers for; `all`: any; null: no DNS capture. */
  dns: 'all' | readonly string[] | null
}

export const DEFAULT_REDIRECTION: Omit<RedirectionSettings, 'version'> = {
  mode: 'REDIRECT',
  proxyPort: '15001',
  inboundPort: '15006',
  tunnelPort: '15008',
  proxyUids: [`${PROXY_UID}`],
  proxyGids: [`${PROXY_UID}`],
  tproxyMark: 1337,
  inboundPorts: [],
  inboundPortsExclude: [],
  outboundPorts: [],
  outboundPortsExclude: [],
  outboundRanges: [],
  outboundRangesExclude: [],
  virtualInterfaces: [],
  excludeInterfaces: [],
  ownerGroups: '*',
  ownerGroupsExclude: [],
  loopback: '127.0.0.1/32',
  dropInvalid: false,
  native: false,
  dualStack: false,
  dns: null,
}

/** A comma-separated list as Istio reads it; empty parts are passed over. */
export function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** `*` or a list. */
export const includedOf = (text: string | undefined): Included => (text === '*' ? '*' : listOf(text))

/** Why a pod's rules cannot be computed. */
export type RedirectionGap = 'name-servers' | 'istio-version' | 'ambient' | 'native-unsaid'
