import { canonical, type Node } from '@/lib/istio/diff/canonical'
import { type DiffType, type DumpSection, dumpSection } from '@/lib/istio/diff/dump'
import { printMessage } from '@/lib/istio/diff/print'
import { changes, hunks, printHunk, unifiedDiff } from '@/lib/istio/diff/unified'
import type { Json, Problem } from '@/lib/istio/json'

/** Above this many lines difflib takes seconds; then each resource is compared by itself. */
const MAX_LINES_AT_ONCE = 40_000

const wrappers: Record<DiffType, { field: string; title: string }> = {
  clusters: { field: 'dynamicActiveClusters', title: 'Clusters' },
  listeners: { field: 'dynamicListeners', title: 'Listeners' },
  routes: { field: 'dynamicRouteConfigs', title: 'Routes' },
}

/** A resource in which the two differ, as in the unified diff: removed is only in istiod's, added only in Envoy's. */
export interface ResourceChange {
  name: string
  change: 'added' | 'removed' | 'changed'
}

export interface ConfigDiff {
  match: boolean
  /** What istiod would send, and what Envoy runs, in the form that is compared: JSON as istioctl prints it, sorted by name. */
  sent: string
  active: string
  resources: ResourceChange[]
  /** As `istioctl proxy-status POD` prints it; empty when they match. */
  unified: string
  /** The newest last_updated among Envoy's resources, RFC 3339. */
  loadedAt: string | null
}

/**
 * Compares what istiod would send to a proxy (its config_dump) with what Envoy runs (Envoy's), as istioctl does. Both are parsed
 * JSON. A dump that lacks the section is a problem.
 */
export function compareConfig(
  istiod: Json,
  envoy: Json,
  type: DiffType,
): { diff: ConfigDiff; problem: null } | { diff: null; problem: Omit<Problem, 'entry'> & { of: 'istiod' | 'envoy' } } {
  const sent = dumpSection(istiod, type)
  if (!sent) return { diff: null, problem: { of: 'istiod', message: `has no ${type}` } }
  const active = dumpSection(envoy, type)
  if (!active) return { diff: null, problem: { of: 'envoy', message: `has no ${type}` } }

  const sentNodes = nodesOf(sent)
  const activeNodes = nodesOf(active)
  const resources = changedResources(sentNodes, activeNodes)
  const match = resources.length === 0
  return {
    diff: {
      match,
      sent: wholeDump(type, sentNodes),
      active: wholeDump(type, activeNodes),
      resources,
      unified: match ? '' : unified(sentNodes, activeNodes, type),
      loadedAt: active.lastUpdated,
    },
    problem: null,
  }
}

/** The resources in which two sections differ, without the texts of `compareConfig`. */
export function changedBetween(sent: DumpSection, active: DumpSection): ResourceChange[] {
  return changedResources(nodesOf(sent), nodesOf(active))
}

interface NamedNode {
  name: string
  node: Node
}

function nodesOf(section: DumpSection): NamedNode[] {
  return section.resources.map(({ name, wrapper }) => ({ name, node: canonical(wrapper) }))
}

/** By name, whatever the order of fields: that is spelling, not configuration. Names that occur twice pair up in order. */
function changedResources(sent: NamedNode[], active: NamedNode[]): ResourceChange[] {
  const left = byName(sent)
  const right = byName(active)
  const out: ResourceChange[] = []
  for (const name of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const a = left.get(name)
    const b = right.get(name)
    if (!b) out.push({ name, change: 'removed' })
    else if (!a) out.push({ name, change: 'added' })
    else if (a.length !== b.length || a.some((key, i) => key !== b[i])) out.push({ name, change: 'changed' })
  }
  return out
}

function byName(nodes: NamedNode[]): Map<string, string[]> {
  const map = new Map<string, string[]>()
  for (const { name, node } of nodes) map.set(name, [...(map.get(name) ?? []), contentKey(node)])
  return map
}

/** A text that is equal for equal messages, independent of the order of their fields. */
export function contentKey(node: Node): string {
  if (node.kind === 'scalar') return JSON.stringify(node.value)
  if (node.kind === 'list') return `[${node.items.map(contentKey).join(',')}]`
  const fields = node.fields.map(([name, value]) => `${JSON.stringify(name)}:${contentKey(value)}`)
  return `{${fields.sort().join(',')}}`
}

function unified(sent: NamedNode[], active: NamedNode[], type: DiffType): string {
  const { title } = wrappers[type]
  const lines = (nodes: NamedNode[]) => wholeDump(type, nodes).split('\n')
  const a = lines(sent)
  const b = lines(active)
  if (a.length + b.length <= MAX_LINES_AT_ONCE) return unifiedDiff(a, b, `Istiod ${title}`, `Envoy ${title}`)
  return `--- Istiod ${title}\n+++ Envoy ${title}\n${resourceWise(sent, active)}`
}

function wholeDump(type: DiffType, nodes: NamedNode[]): string {
  const list: Node = { kind: 'list', items: nodes.map(({ node }) => node) }
  return printMessage({ kind: 'message', fields: nodes.length === 0 ? [] : [[wrappers[type].field, list]] })
}

/** The hunks of each resource that differs, with the line numbers that they have in the whole (two lines stand above the first). */
function resourceWise(sent: NamedNode[], active: NamedNode[]): string {
  const right = new Map(numbered(active).map((item) => [item.name, item]))
  const left = new Map(numbered(sent).map((item) => [item.name, item]))
  const names = [...new Set([...left.keys(), ...right.keys()])].sort()
  let aAt = HEAD_LINES
  let bAt = HEAD_LINES
  let out = ''
  for (const name of names) {
    const a = left.get(name)
    const b = right.get(name)
    aAt = a?.at ?? aAt
    bAt = b?.at ?? bAt
    if (a?.text !== b?.text) {
      const [x, y] = [a?.lines ?? [], b?.lines ?? []]
      out += hunks(changes(x, y))
        .map((group) => printHunk(group, x, y, aAt, bAt))
        .join('')
    }
    aAt += a?.lines.length ?? 0
    bAt += b?.lines.length ?? 0
  }
  return out
}

const HEAD_LINES = 2

function numbered(nodes: NamedNode[]): { name: string; text: string; lines: string[]; at: number }[] {
  let at = HEAD_LINES
  return nodes.map(({ name, node }, index) => {
    const text = `        ${printMessage(node, 2)}${index < nodes.length - 1 ? ',' : ''}`
    const item = { name, text, lines: text.split('\n'), at }
    at += item.lines.length
    return item
  })
}
