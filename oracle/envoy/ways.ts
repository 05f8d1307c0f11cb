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

/** What the last step that says it names: the cluster, route or filter chain of a way. */
export function lastNamed(way: Way, field: 'cluster' | 'route' | 'filterChain'): string | null {
  return way.events.findLast((event) => event[field] !== undefined)?.[field] ?? null
}
