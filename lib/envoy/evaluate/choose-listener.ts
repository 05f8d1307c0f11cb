import { isWildcardIp } from '@/lib/envoy/config/address'
import type { Listener } from '@/lib/envoy/config/listener'
import type { ProxyIndex } from '@/lib/envoy/evaluate/state'
import type { SocketAddress } from '@/lib/envoy/model'

/** The listener that owns a local socket: the exact address before the one for every address. */
export function socketOwner(index: ProxyIndex, local: SocketAddress): Listener | null {
  const exact = isWildcardIp(local.ip) ? [] : index.listenersAt(local.ip, local.port, true)
  return exact[0] ?? index.listenersAt('*', local.port, true)[0] ?? null
}

/**
 * The listener that a `use_original_dst` listener hands a connection over to: the one whose address is the original
 * destination, then the one for every address at that port; null: the listener keeps it. Source: Envoy's
 * ConnectionHandlerImpl::getBalancedHandlerByAddress.
 */
export function handedOverTo(index: ProxyIndex, from: Listener, originalDst: SocketAddress): Listener | null {
  const candidates = [
    ...index.listenersAt(originalDst.ip, originalDst.port, false),
    ...index.listenersAt(originalDst.ip, originalDst.port, true),
    ...index.listenersAt('*', originalDst.port, false),
    ...index.listenersAt('*', originalDst.port, true),
  ]
  return candidates.find((listener) => listener !== from) ?? null
}
