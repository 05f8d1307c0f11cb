import type { SocketEntry } from '@/lib/netfilter/sockets/sockets'

/** What listens for a connection to an address: a socket bound to it, or one bound to any address (`*` is both families, `[::]` IPv6 alone); null: nothing. */
export function findListener(
  sockets: readonly SocketEntry[],
  ip: string,
  port: number,
): { how: 'exact' | 'any'; socket: SocketEntry } | null {
  const listening = sockets.filter((socket) => socket.state === 'LISTEN' && socket.port === port)
  const own = new Set([ip, `[${ip}]`, `[::ffff:${ip}]`])
  const exact = listening.find(({ address }) => own.has(address))
  if (exact) return { how: 'exact', socket: exact }
  const wildcards = ['*', ip.includes(':') ? '[::]' : '0.0.0.0']
  const any = listening.find(({ address }) => wildcards.includes(address))
  return any ? { how: 'any', socket: any } : null
}
