import type { EnvoyEnd, EnvoyEvent, EnvoyTree } from '@/lib/envoy/model'

/** One way through a proxy, from its tree's root to an end. */
export interface Way {
  events: EnvoyEvent[]
  end: EnvoyEnd
  /** null: not known. */
  probability: number | null
}

/** Every way of a tree, with its probability. */
export function waysOf(tree: EnvoyTree, before: EnvoyEvent[] = [], probability: number | null = 1): Way[] {
  const events = [...before, ...tree.events]
  if (tree.branches !== null)
    return tree.branches.flatMap((branch) =>
      waysOf(branch.tree, events, branch.probability === null || probability === null ? null : probability * branch.probability),
    )
  return tree.end === null ? [] : [{ events, end: tree.end, probability }]
}

/** The steps up to the first internal listener: what the access line of the listener with the socket tells of. */
export function outerSteps({ events }: Way): EnvoyEvent[] {
  const endpoint = events.findIndex((event) => event.kind === 'endpoint')
  const inner = endpoint === -1 ? -1 : events.findIndex((event, at) => at > endpoint && event.kind === 'listener')
  return inner === -1 ? events : events.slice(0, inner)
}

/** What the last step that says it names: the cluster, route or filter chain of a way. */
export function lastNamed(events: readonly EnvoyEvent[], field: 'cluster' | 'route' | 'filterChain'): string | null {
  return events.findLast((event) => event[field] !== undefined)?.[field] ?? null
}
