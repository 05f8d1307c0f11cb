import type { Netns } from '@/lib/mesh/model'

/**
 * Whether the Envoy of a namespace is alive but takes nothing: the kernel has finished handshakes on its sockets that nobody accepted
 * (Recv-Q of a LISTEN socket in `ss`). Only asked when its admin interface did not answer either.
 */
export function frozenReason(netns: Netns): string | null {
  const waiting = netns.sockets()?.sockets.find((socket) => socket.state === 'LISTEN' && socket.process === 'envoy' && socket.recvQ > 0)
  if (!waiting) return null
  return `Envoy accepts nothing: ${waiting.recvQ} connections wait on ${waiting.address}:${waiting.port}, and its admin interface gave no answer`
}
