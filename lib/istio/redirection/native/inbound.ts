import { type NativeContext, notLoopback, port, RETURN, setMark, TCP } from '@/lib/istio/redirection/native/context'
import { jump, match } from '@/lib/netfilter/computed/nft/expressions'
import type { Json } from '@/lib/netfilter/nft/json'

const MODE = 'sidecar.istio.io/interceptionMode'
const INCLUDE = 'traffic.sidecar.istio.io/includeInboundPorts'
const EXCLUDE = 'traffic.sidecar.istio.io/excludeInboundPorts'
const KNOWN = match('in', { ct: { key: 'state' } }, ['established', 'related'])

/** What comes into the pod: to the proxy's inbound port, but for the ports that are left out. */
export function inboundRules({ settings, add, versions }: NativeContext): void {
  const { inboundPorts, inboundPortsExclude } = settings
  add('nat', 'istio-inbound', [port('tcp', 'dport', settings.tunnelPort)], RETURN)
  add('nat', 'istio-redirect', [TCP], redirect(settings.proxyPort))
  add('nat', 'istio-in-redirect', [TCP], redirect(settings.inboundPort))
  if (inboundPorts !== '*' && inboundPorts.length === 0) return
  const transparent = settings.mode === 'TPROXY'
  if (transparent) {
    add('mangle', 'istio-divert', [], setMark(settings.tproxyMark), MODE)
    add('mangle', 'istio-divert', [], { accept: null }, MODE)
    for (const version of versions) {
      const tproxy: Json = { tproxy: { family: version.header, port: Number(settings.inboundPort) } }
      add('mangle', 'istio-tproxy', [TCP, notLoopback(version), tproxy, setMark(settings.tproxyMark)], { accept: null }, MODE)
    }
  }
  const table = transparent ? 'mangle' : 'nat'
  add(table, 'prerouting', [TCP], jump('istio-inbound'))
  const capture = (asks: readonly Json[], setting: string | null) => {
    const isTcp = asks.length === 0 ? [TCP] : []
    if (transparent) add('mangle', 'istio-inbound', [...isTcp, KNOWN, ...asks], jump('istio-divert'), setting ?? MODE)
    add(
      table,
      'istio-inbound',
      [...isTcp, ...asks],
      jump(transparent ? 'istio-tproxy' : 'istio-in-redirect'),
      setting ?? (transparent ? MODE : null),
    )
  }
  if (inboundPorts !== '*') for (const number of inboundPorts) capture([port('tcp', 'dport', number)], INCLUDE)
  else {
    for (const number of inboundPortsExclude) add(table, 'istio-inbound', [port('tcp', 'dport', number)], RETURN, EXCLUDE)
    capture([], null)
  }
}

export const redirect = (to: string): Json => ({ redirect: { port: Number(to) } })
