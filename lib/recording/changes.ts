import type { Change, Frame, Tick } from '@/lib/api/timeline'
import { netnsOfFolder, proxyOfNetns } from '@/lib/recording/netns'
import type { Recording } from '@/lib/recording/recording'

/** curl's exit code when nothing answered in time. */
const TIMED_OUT = 28

const TIMED = /^timeline\/([0-9]{1,9})\/(.+)$/

/** Whether a recording was watched all along, rather than around its requests only. */
export function isLive(recording: Recording): boolean {
  return recording.scenario.durationMs !== undefined || recording.entries().some((entry) => entry.startsWith('timeline/'))
}

/** Every moment at which something changed, with what it was; ascending, without the start. */
export function framesOf(recording: Recording): Frame[] {
  const frames = new Map<number, Map<string, Change>>()
  const add = (at: number, kind: Change['kind'], subject: string) => {
    const changes = frames.get(at) ?? new Map<string, Change>()
    frames.set(at, changes.set(`${kind} ${subject}`, { kind, subject }))
  }
  for (const entry of recording.entries()) {
    const timed = TIMED.exec(entry)
    const change = timed?.[2] ? changeOf(timed[2]) : null
    if (change) add(Number(timed?.[1]), change.kind, change.subject)
  }
  for (const event of recording.scenario.events) add(event.at, 'event', event.id)
  for (const request of recording.requests) {
    add(request.sent.at, 'request', request.id)
    add(request.endsAt, 'answer', request.id)
    for (const { netns, file } of request.before) if (file !== 'conntrack.txt') add(request.sent.at, 'counters', netns)
    for (const { netns, file } of request.after) add(request.endsAt, file === 'conntrack.txt' ? 'conntrack' : 'counters', netns)
    for (const proxy of isLive(recording) ? [] : request.access.keys()) add(request.endsAt, 'access', proxy)
  }
  return [...frames].sort(([a], [b]) => a - b).map(([at, changes]) => ({ at, changes: [...changes.values()] }))
}

/** What a change of a path (without timeline/MS/) is, for the player and for who watches; null: nothing that is shown. */
export function changeOf(path: string): Change | null {
  const kubernetes = /^k8s\/(.+)\.json$/.exec(path)?.[1]
  if (kubernetes) return { kind: 'kubernetes', subject: kubernetes }
  const istiod = /^istiod\/([^/]+)\/syncz\.json$/.exec(path)?.[1]
  if (istiod) return { kind: 'sync', subject: istiod }
  const netns = netnsOfFolder(path)
  if (netns === null) return null
  if (path.includes('/envoy/')) return { kind: 'config', subject: proxyOfNetns(netns) }
  if (path.endsWith('/logs/istio-proxy.log')) return { kind: 'access', subject: proxyOfNetns(netns) }
  if (path.endsWith('/conntrack.txt')) return { kind: 'conntrack', subject: netns }
  return { kind: /tables-(?:legacy-)?save\.txt$/.test(path) ? 'counters' : 'namespace', subject: netns }
}

/** The marks on a player's track, ascending: requests, events, pushes. */
export function ticksOf(recording: Recording, frames: readonly Frame[]): Tick[] {
  const ticks: Tick[] = recording.requests.map(({ id, sent, endsAt }) => ({
    at: sent.at,
    kind: sent.outcome.exit === TIMED_OUT ? 'drop' : 'request',
    id,
    title: sent.title,
    endsAt,
  }))
  for (const { at, id, title, command } of recording.scenario.events) ticks.push({ at, kind: 'event', id, title, endsAt: at, command })
  for (const { at, changes } of frames) {
    for (const { subject } of changes.filter((change) => change.kind === 'sync')) {
      ticks.push({ at, kind: 'push', id: subject, title: { en: subject, ko: subject }, endsAt: at })
    }
  }
  return ticks.sort((a, b) => a.at - b.at)
}
