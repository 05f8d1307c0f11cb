import { createSocket, type Socket } from 'node:dgram'
import { NAME_SERVER, upstream } from '@/oracle/envoy/loopback'

/** `up-1-4.oracle.test` is the upstreams 1 and 4, in this order. */
export const upstreamName = (indexes: readonly number[]): string => `up-${indexes.join('-')}.oracle.test`

const A = 1
const HEADER = 12

/** The name and type of a query's only question (RFC 1035 4.1.2), and where it ends. */
function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = HEADER
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

function answerTo(query: Buffer): Buffer {
  const { name, type, end } = questionOf(query)
  const numbers = /^up-([\d-]+)\.oracle\.test$/.exec(name)?.[1]
  const addresses = type === A && numbers !== undefined ? numbers.split('-').map((number) => upstream(Number(number)).ip) : []
  const header = Buffer.alloc(HEADER)
  query.copy(header, 0, 0, 2)
  // An authoritative answer; NXDOMAIN for any other name.
  header.writeUInt16BE(numbers === undefined ? 0x8583 : 0x8580, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(addresses.length, 6)
  const records = addresses.map((ip) => {
    // The name is a pointer to the question's; type A, class IN, an hour, four bytes.
    const record = Buffer.from([0xc0, HEADER, 0, A, 0, 1, 0, 0, 14, 16, 0, 4, 0, 0, 0, 0])
    ip.split('.').forEach((part, index) => {
      record[12 + index] = Number(part)
    })
    return record
  })
  return Buffer.concat([header, query.subarray(HEADER, end), ...records])
}

/** Answers for the upstreams' names on loopback; the function that is returned ends it. */
export async function startNameServer(): Promise<() => Promise<void>> {
  const socket: Socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    if (query.length > HEADER + 5) socket.send(answerTo(query), from.port, from.address)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(NAME_SERVER.port, NAME_SERVER.ip, resolve)
  })
  return () => new Promise((resolve) => socket.close(() => resolve()))
}
