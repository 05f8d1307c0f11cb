import { type NativeContext, nativeContext, RETURN, TCP } from '@/lib/istio/redirection/native/context'
import { inboundRules } from '@/lib/istio/redirection/native/inbound'
import { outboundRules } from '@/lib/istio/redirection/native/outbound'
import { transparentRules } from '@/lib/istio/redirection/native/transparent'
import type { RedirectionSettings } from '@/lib/istio/redirection/settings'
import { jump, match, meta } from '@/lib/netfilter/computed/nft/expressions'
import { type ComputedTables, printTables } from '@/lib/netfilter/computed/nft/table-writer'

/**
 * Istio's native tables inside a pod (`--native-nftables`, since 1.27), as `nft -j` lists them. The first patches of 1.27 wrote a few rules otherwise:
 * output of mangle without another look-up of the route, and with DNS capture the user's own packets over lo and the answers' zones by the destination.
 * `ipv6`: with rules for IPv6. Source: tools/istio-nftables/pkg/capture of Istio.
 */
export function computeNativeRedirection(settings: RedirectionSettings, ipv6: boolean): ComputedTables {
  const nothing = settings.dns !== 'all' && settings.dns?.length === 0
  const context = nativeContext(nothing ? { ...settings, dns: null } : settings, ipv6)
  interfaces(context)
  if (settings.dropInvalid) {
    context.add('mangle', 'prerouting', [TCP, match('in', { ct: { key: 'state' } }, 'invalid')], jump('istio-drop'), 'INVALID_DROP')
    context.add('mangle', 'istio-drop', [], { drop: null }, 'INVALID_DROP')
  }
  inboundRules(context)
  outboundRules(context)
  transparentRules(context)
  return printTables(Object.values(context.tables))
}

function interfaces({ settings, add }: NativeContext): void {
  const setting = 'traffic.sidecar.istio.io/excludeInterfaces'
  for (const table of settings.mode === 'TPROXY' ? (['nat', 'mangle'] as const) : (['nat'] as const)) {
    for (const iface of settings.excludeInterfaces) {
      add(table, 'prerouting', [match('==', meta('iifname'), iface)], RETURN, setting)
      add(table, 'output', [match('==', meta('oifname'), iface)], RETURN, setting)
    }
  }
  for (const iface of settings.virtualInterfaces)
    add('nat', 'prerouting', [match('==', meta('iifname'), iface)], RETURN, 'istio.io/reroute-virtual-interfaces', 0)
}
