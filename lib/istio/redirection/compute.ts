import { type RedirectionContext, redirectionContext } from '@/lib/istio/redirection/context'
import { captureUdpDns } from '@/lib/istio/redirection/dns'
import { inboundRules } from '@/lib/istio/redirection/inbound'
import { outboundRules } from '@/lib/istio/redirection/outbound'
import type { RedirectionSettings } from '@/lib/istio/redirection/settings'
import { transparentRules } from '@/lib/istio/redirection/transparent'
import { atLeast } from '@/lib/kubernetes/release'
import { type ComputedDump, DumpWriter } from '@/lib/netfilter/computed/dump-writer'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'

/**
 * Istio's rules inside a pod, as istio-init or istio-cni makes them. null: the pod has no proxy of its own, so it has none.
 * Source: tools/istio-iptables/pkg/capture of Istio.
 */
export function computeRedirection(settings: RedirectionSettings | null, family: 'IPv4' | 'IPv6'): ComputedDump<RuleSource> {
  const writer = new DumpWriter<RuleSource>()
  if (settings) writeRules(redirectionContext(writer, settings, family))
  return writer.build()
}

function writeRules(context: RedirectionContext): void {
  const { settings, append, insert } = context
  const interfaces = 'traffic.sidecar.istio.io/excludeInterfaces'
  for (const table of settings.mode === 'TPROXY' ? ['nat', 'mangle'] : ['nat']) {
    for (const iface of settings.excludeInterfaces) {
      append(table, 'PREROUTING', `-i ${iface} -j RETURN`, interfaces)
      append(table, 'OUTPUT', `-o ${iface} -j RETURN`, interfaces)
    }
  }
  for (const iface of settings.virtualInterfaces)
    insert('nat', 'PREROUTING', 1, `-i ${iface} -j RETURN`, 'istio.io/reroute-virtual-interfaces')
  if (settings.dropInvalid) dropInvalid(context)
  inboundRules(context)
  outboundRules(context)
  captureUdpDns(context)
  transparentRules(context)
}

function dropInvalid({ settings, append }: RedirectionContext): void {
  const own = atLeast(settings.version, 25)
  append('mangle', 'PREROUTING', `-m conntrack --ctstate INVALID -j ${own ? 'ISTIO_DROP' : 'DROP'}`, 'INVALID_DROP')
  if (own) append('mangle', 'ISTIO_DROP', '-j DROP', 'INVALID_DROP')
}
