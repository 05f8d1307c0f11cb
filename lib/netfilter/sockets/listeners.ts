import type { SocketEntry } from '@/lib/netfilter/sockets/sockets'

const ANY: ReadonlySet<string> = new Set(['0.0.0.0', '*'])

/** What listens for a connection to an address: a socket bound to it, or one bound to any address (`*` is both families); null: nothing. */
export function findListener(
  sockets: readonly SocketEntry[],
  ip: string,
  port: number,
): { how: 'exact' | 'any'; socket: SocketEntry } | null {
  const listening = sockets.filter((socket) => socket.state === 'LISTEN' && socket.port === port)
  const own = new Set([ip, `[${ip}]`, `[::ffff:${ip}]`])
  const exact = listening.find(({ address }) => own.has(address))
  if (exact) return { how: 'exact', socket: exact }
  const any = listening.find(({ address }) => ANY.has(address) || (address === '[::]' && ip.includes(':')))
  return any ? { how: 'any', socket: any } : null
}
