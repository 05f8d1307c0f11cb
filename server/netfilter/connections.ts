import type { z } from 'zod'
import type { Connections, connectionsQuery } from '@/lib/api/netfilter-view'
import { type ConntrackEntry, parseConntrack, type Tuple } from '@/lib/netfilter/conntrack/entries'
import { parseProcesses } from '@/lib/netfilter/sockets/processes'
import { parseSockets } from '@/lib/netfilter/sockets/sockets'
import type { Recording } from '@/lib/recording/recording'
import { connectionsOf } from '@/lib/recording/request-files'
import { Failure } from '@/server/http/failure'

/** Rows that are sent of each list; a busy node tracks a hundred thousand connections. */
const MAX_ROWS = 1000
/** How long a request's connections stand in front after it was answered. */
const RECENT_MS = 5000

/** conntrack's entries and the sockets of a namespace at a moment, those of the asked flow first. 404 when there is no such namespace. */
export function connectionsAt(recording: Recording, { netns, at, flow }: z.infer<typeof connectionsQuery>): Connections {
  const snapshot = recording.snapshotAt(at)
  const folder = recording.netnsFolder(netns)
  if (snapshot.under(folder).length === 0)
    throw new Failure('notFound', `No network namespace “${netns}” had been seen by ${at} ms.`, 'netns')
  const read = (file: string) => snapshot.read(`${folder}/${file}`)
  const asked = new Set(flow)
  const conntrack = read('conntrack.txt')
  const isFlow = ({ original, reply }: ConntrackEntry) => asked.has(destinationOf(original)) || asked.has(sourceOf(reply))
  const tracked = [
    ...ofRequests(recording, netns, at).map((entry) => trackedRow(entry, true)),
    ...parseConntrack(conntrack?.text ?? '').map((entry) => trackedRow(entry, isFlow(entry))),
  ]
  const ss = read('ss.txt')
  const uids = new Map(parseProcesses(read('ps.txt')?.text ?? '').map(({ pid, uid }) => [pid, uid]))
  const sockets = parseSockets(ss?.text ?? '').map(({ state, recvQ, address, port, peerAddress, peerPort, process, pid, line }) => ({
    state,
    local: `${address}:${port}`,
    peer: `${peerAddress}:${peerPort ?? '*'}`,
    process,
    pid,
    uid: pid === null ? null : (uids.get(pid) ?? null),
    waiting: state === 'LISTEN' ? recvQ : 0,
    line,
    flow: isAsked(asked, address, port),
  }))
  return {
    tracked: { from: conntrack && { entry: conntrack.entry, at: conntrack.at }, ...firstOf(tracked) },
    sockets: { from: ss && { entry: ss.entry, at: ss.at }, ...firstOf(sockets) },
  }
}

const trackedRow = ({ proto, state, original, reply, flags, timeout, mark, line }: ConntrackEntry, flow: boolean) => ({
  proto,
  state,
  original,
  reply,
  flags,
  timeout,
  mark,
  line,
  flow,
})

/** Connections of requests that ended shortly before: a recording keeps those apart from the whole table. */
function ofRequests(recording: Recording, netns: string, at: number): ConntrackEntry[] {
  return recording.requests
    .filter(({ endsAt }) => endsAt <= at && endsAt > at - RECENT_MS)
    .flatMap(({ after }) => connectionsOf(recording, after).filter((one) => one.netns === netns))
    .flatMap(({ lines }) => parseConntrack(lines.join('\n')))
}

const destinationOf = ({ dst, dport }: Tuple): string => `${dst}:${dport ?? '*'}`
const sourceOf = ({ src, sport }: Tuple): string => `${src}:${sport ?? '*'}`

/** A listener on any address takes every one. */
function isAsked(asked: ReadonlySet<string>, address: string, port: number): boolean {
  if (asked.has(`${address}:${port}`)) return true
  return ['*', '0.0.0.0', '[::]'].includes(address) && [...asked].some((one) => one.endsWith(`:${port}`))
}

function firstOf<T extends { flow: boolean }>(rows: readonly T[]): { total: number; rows: T[] } {
  const sorted = [...rows.filter(({ flow }) => flow), ...rows.filter(({ flow }) => !flow)]
  return { total: rows.length, rows: sorted.slice(0, MAX_ROWS) }
}
