import { z } from 'zod'
import { EVENTS } from '@/lib/kubernetes/events'
import { messageOf } from '@/server/source/cluster/api-failure'
import type { Resource } from '@/server/source/cluster/discovery'
import type { LiveHistory } from '@/server/source/cluster/history'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import type { LivePod } from '@/server/source/cluster/pods'

/** Events are not watched: a cluster in trouble has more of them than of anything else. Somebody may list them, or not. */
export const EVENTS_RESOURCE: Resource = { name: 'events', apiVersion: 'v1', kind: 'Event', path: '/api/v1/events' }

/** They are read again after this, while somebody looks. */
const AGAIN_MS = 10_000
/** Lists that are asked for at a time, and events of one of them. */
const MAX_LISTS = 30
const MAX_EVENTS = 500
/** Where the events of what has no namespace stand. */
const OF_NODES = 'default'

const listSchema = z.object({
  items: z.array(
    z.looseObject({ metadata: z.looseObject({ name: z.string() }), involvedObject: z.looseObject({ kind: z.string(), name: z.string() }) }),
  ),
})
type Item = z.infer<typeof listSchema>['items'][number]

/** Reads the events of what is looked at: of its pods, nodes and Services. */
export class EventsCollector {
  private readAt: number | null = null
  private read: ReadonlySet<string> = new Set()
  private why: string | null = null

  constructor(
    private readonly api: KubeApi,
    private readonly history: LiveHistory,
    private readonly now: () => number,
    private readonly onRead: () => void,
  ) {}

  missing(): { path: string; why: string }[] {
    return this.why === null ? [] : [{ path: EVENTS, why: this.why }]
  }

  async round(pods: readonly LivePod[], looked: ReadonlySet<string>): Promise<void> {
    if (looked.size === 0) return
    const wanted = listsOf(pods, looked)
    const known = [...wanted].every((list) => this.read.has(list))
    if (known && this.readAt !== null && this.now() - this.readAt < AGAIN_MS) return
    this.readAt = this.now()
    this.read = wanted
    try {
      const lists = await Promise.all([...wanted].map((list) => this.list(list)))
      this.why = null
      this.keep(lists.flat())
    } catch (error) {
      this.why = messageOf(error)
    }
    this.onRead()
  }

  private async list(path: string): Promise<Item[]> {
    return listSchema.parse(await this.api.json(path)).items
  }

  private keep(items: readonly Item[]): void {
    const kept = items.map(({ metadata: { managedFields: _, ...metadata }, ...item }) => ({ ...item, metadata }))
    const sorted = kept.sort((a, b) => (String(a.metadata.uid) < String(b.metadata.uid) ? -1 : 1))
    const { shapeAt } = this.history
    this.history.putText(EVENTS, this.now(), JSON.stringify({ apiVersion: 'v1', items: sorted, kind: 'List' }))
    // No way of a packet depends on them.
    this.history.shapeAt = shapeAt
  }
}

/** Events about each pod and node that is looked at, and about the Services of the pods' namespaces. */
function listsOf(pods: readonly LivePod[], looked: ReadonlySet<string>): ReadonlySet<string> {
  const seen = pods.filter(({ netns }) => looked.has(netns))
  const nodes = [...looked].filter((name) => !seen.some(({ netns }) => netns === name))
  const namespaces = new Set(seen.map(({ namespace }) => namespace))
  const lists = [
    ...seen.map(({ namespace, name }) => listOf(namespace, `involvedObject.kind=Pod,involvedObject.name=${name}`)),
    ...nodes.map((name) => listOf(OF_NODES, `involvedObject.kind=Node,involvedObject.name=${name}`)),
    ...[...namespaces].map((namespace) => listOf(namespace, 'involvedObject.kind=Service')),
  ]
  return new Set(lists.slice(0, MAX_LISTS))
}

function listOf(namespace: string, fieldSelector: string): string {
  return `/api/v1/namespaces/${namespace}/events?${new URLSearchParams({ fieldSelector, limit: String(MAX_EVENTS) })}`
}
