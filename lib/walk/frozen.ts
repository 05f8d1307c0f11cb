import type { Netns } from '@/lib/mesh/model'
import { because, type Reason } from '@/lib/walk/reasons'

/**
 * Whether the Envoy of a namespace is alive but takes nothing: the kernel has finished handshakes on its sockets that nobody accepted
 * (Recv-Q of a LISTEN socket in `ss`). Only asked when its admin interface did not answer either.
 */
export function frozenReason(netns: Netns): Reason | null {
  const waiting = netns.sockets()?.sockets.find((socket) => socket.state === 'LISTEN' && socket.process === 'envoy' && socket.recvQ > 0)
  if (!waiting) return null
  return because('frozen', { count: String(waiting.recvQ), address: `${waiting.address}:${waiting.port}` })
}
