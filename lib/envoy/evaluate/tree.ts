import type { EnvoyEnd, EnvoyEvent, EnvoyTree } from '@/lib/envoy/model'

export interface EnvoyBranch {
  probability: number | null
  label: string
  tree: EnvoyTree
}

/** A way that ends here. */
export function ended(end: EnvoyEnd, events: EnvoyEvent[] = []): EnvoyTree {
  return { events, end, branches: null }
}

export function answered(status: number, flags: string, reason: string, events: EnvoyEvent[] = []): EnvoyTree {
  return ended({ kind: 'answered', status, flags, reason }, events)
}

export function closed(how: 'reset' | 'tls', flags: string, reason: string, events: EnvoyEvent[] = []): EnvoyTree {
  return ended({ kind: 'closed', how, flags, reason }, events)
}

export function unknownEnd(reason: string, events: EnvoyEvent[] = []): EnvoyTree {
  return ended({ kind: 'unknown', reason }, events)
}

/** A fork; with a single branch there is none, and impossible branches are left out. */
export function forked(branches: EnvoyBranch[]): EnvoyTree {
  const possible = branches.filter((branch) => branch.probability !== 0)
  const [only] = possible
  if (only === undefined) return unknownEnd('No outcome is possible.')
  return possible.length === 1 ? only.tree : { events: [], end: null, branches: possible }
}

/** The tree with events before it. */
export function after(events: EnvoyEvent[], tree: EnvoyTree): EnvoyTree {
  return events.length === 0 ? tree : { ...tree, events: [...events, ...tree.events] }
}

type EventParts = Partial<EnvoyEvent> & Pick<EnvoyEvent, 'kind' | 'pointer'>

/** An event with what is not said filled in. */
export function event(parts: EventParts): EnvoyEvent {
  return { file: 'config_dump', facts: {}, objects: [], skipped: [], reason: null, ...parts }
}

/** The tree with other ends. */
export function mapEnds(tree: EnvoyTree, change: (end: EnvoyEnd) => EnvoyEnd): EnvoyTree {
  const branches = tree.branches?.map((branch) => ({ ...branch, tree: mapEnds(branch.tree, change) })) ?? null
  return { ...tree, branches, end: tree.end === null ? null : change(tree.end) }
}

/** Every end of a tree. */
export function endsOf(tree: EnvoyTree): EnvoyEnd[] {
  if (tree.branches !== null) return tree.branches.flatMap((branch) => endsOf(branch.tree))
  return tree.end === null ? [] : [tree.end]
}
