/** One line of `ss -tanpO`. Addresses as ss prints them: `0.0.0.0`, `*` (both families), `[::]`, `[::ffff:127.0.0.1]`. */
export interface SocketEntry {
  state: string
  recvQ: number
  sendQ: number
  address: string
  port: number
  peerAddress: string
  /** null for `*`. */
  peerPort: number | null
  /** The first process that holds it; null when none is named. */
  process: string | null
  pid: number | null
  /** In the text, from 1. */
  line: number
}

const PROCESS = /users:\(\("([^"]{0,64})",pid=(\d{1,10})/

/** Parses what `ss -tanpO` prints. Lines that are something else are left out. */
export function parseSockets(text: string): SocketEntry[] {
  return text.split('\n').flatMap((line, index) => {
    const [state = '', recvQ = '', sendQ = '', local = '', peer = ''] = line.trim().split(/\s+/, 5)
    const [address, port] = splitPort(local)
    const [peerAddress, peerPort] = splitPort(peer)
    if (!/^\d+$/.test(recvQ) || port === null) return []
    const process = PROCESS.exec(line)
    return [
      {
        state,
        recvQ: Number(recvQ),
        sendQ: Number(sendQ),
        address,
        port,
        peerAddress,
        peerPort,
        process: process?.[1] ?? null,
        pid: process?.[2] === undefined ? null : Number(process[2]),
        line: index + 1,
      },
    ]
  })
}

/** `127.0.0.53%lo:53` → address without its interface, and the port. */
function splitPort(text: string): [string, number | null] {
  const colon = text.lastIndexOf(':')
  const port = text.slice(colon + 1)
  return [text.slice(0, Math.max(0, colon)).replace(/%[^\]]*/, ''), /^\d{1,5}$/.test(port) ? Number(port) : null]
}
