import { canonical, type Node } from '@/lib/istio/diff/canonical'
import { type DiffType, type DumpResource, type DumpSection, dumpSection } from '@/lib/istio/diff/dump'
import { lineCount } from '@/lib/istio/diff/line-count'
import { printMessage } from '@/lib/istio/diff/print'
import { sameMessage } from '@/lib/istio/diff/same'
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

/**
 * What istiod would send to a proxy (its config_dump) against what Envoy runs (Envoy's), compared as istioctl does. Texts are made when
 * they are asked for: of a large mesh they have a hundred megabytes, and a person looks at one resource.
 */
export class ConfigDiff {
  /** By name, whatever the order and spelling of fields: that is not configuration. Names that occur twice pair up in order. */
  readonly resources: readonly ResourceChange[]

  constructor(
    private readonly type: DiffType,
    private readonly istiod: DumpSection,
    private readonly envoy: DumpSection,
  ) {
    this.resources = changedBetween(istiod, envoy)
  }

  get match(): boolean {
    return this.resources.length === 0
  }

  /** The newest last_updated among Envoy's resources, RFC 3339. */
  get loadedAt(): string | null {
    return this.envoy.lastUpdated
  }

  /** The names of the resources that are the same. */
  get same(): string[] {
    const changed = new Set(this.resources.map(({ name }) => name))
    return [...new Set(this.envoy.resources.map(({ name }) => name))].filter((name) => !changed.has(name))
  }

  /** What istiod would send, in the form that is compared: JSON as istioctl prints it, sorted by name. */
  get sent(): string {
    return wholeDump(this.type, this.istiod)
  }

  /** What Envoy runs, in that form. */
  get active(): string {
    return wholeDump(this.type, this.envoy)
  }

  /** One resource of both sides in that form; empty where a side has none. */
  resource(name: string): { sent: string; active: string } {
    const printed = ({ resources }: DumpSection) =>
      resources.flatMap((one) => (one.name === name ? printMessage(canonical(one.wrapper)) : [])).join('\n')
    return { sent: printed(this.istiod), active: printed(this.envoy) }
  }

  /** As `istioctl proxy-status POD` prints it; empty when they match. */
  get unified(): string {
    if (this.match) return ''
    const { title } = wrappers[this.type]
    const [from, to] = [`Istiod ${title}`, `Envoy ${title}`]
    const [sent, active] = [placed(this.istiod), placed(this.envoy)]
    if (totalLines(sent) + totalLines(active) <= MAX_LINES_AT_ONCE)
      return unifiedDiff(this.sent.split('\n'), this.active.split('\n'), from, to)
    return `--- ${from}\n+++ ${to}\n${resourceWise(sent, active, new Set(this.resources.map(({ name }) => name)))}`
  }
}

/** Compares two parsed config_dumps. A dump that lacks the section is a problem. */
export function compareConfig(
  istiod: Json,
  envoy: Json,
  type: DiffType,
): { diff: ConfigDiff; problem: null } | { diff: null; problem: Omit<Problem, 'entry'> & { of: 'istiod' | 'envoy' } } {
  const sent = dumpSection(istiod, type)
  if (!sent) return { diff: null, problem: { of: 'istiod', message: `has no ${type}` } }
  const active = dumpSection(envoy, type)
  if (!active) return { diff: null, problem: { of: 'envoy', message: `has no ${type}` } }
  return { diff: new ConfigDiff(type, sent, active), problem: null }
}

/** The resources in which two sections differ. */
export function changedBetween(sent: DumpSection, active: DumpSection): ResourceChange[] {
  const left = byName(sent)
  const right = byName(active)
  const out: ResourceChange[] = []
  for (const name of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const a = left.get(name)
    const b = right.get(name)
    if (!b) out.push({ name, change: 'removed' })
    else if (!a) out.push({ name, change: 'added' })
    else if (a.length !== b.length || a.some((one, i) => !isSame(one, b[i]))) out.push({ name, change: 'changed' })
  }
  return out
}

function byName({ resources }: DumpSection): Map<string, DumpResource[]> {
  const map = new Map<string, DumpResource[]>()
  for (const resource of resources) {
    const known = map.get(resource.name)
    if (known) known.push(resource)
    else map.set(resource.name, [resource])
  }
  return map
}

/** What the quick look does not find the same is compared in the form that is printed. */
function isSame(a: DumpResource, b: DumpResource | undefined): boolean {
  if (!b) return false
  return sameMessage(a.wrapper, b.wrapper) || contentKey(canonical(a.wrapper)) === contentKey(canonical(b.wrapper))
}

/** A text that is equal for equal messages, independent of the order of their fields. */
export function contentKey(node: Node): string {
  if (node.kind === 'scalar') return JSON.stringify(node.value)
  if (node.kind === 'list') return `[${node.items.map(contentKey).join(',')}]`
  const fields = node.fields.map(([name, value]) => `${JSON.stringify(name)}:${contentKey(value)}`)
  return `{${fields.sort().join(',')}}`
}

function wholeDump(type: DiffType, { resources }: DumpSection): string {
  const list: Node = { kind: 'list', items: resources.map(({ wrapper }) => canonical(wrapper)) }
  return printMessage({ kind: 'message', fields: resources.length === 0 ? [] : [[wrappers[type].field, list]] })
}

/** Two lines stand above the first resource and two below the last. */
const HEAD_LINES = 2

function totalLines(placed: readonly Placed[]): number {
  const last = placed.at(-1)
  return HEAD_LINES + (last ? last.at + last.count : HEAD_LINES)
}

/** The hunks of each resource that differs, with the line numbers that they have in the whole. */
function resourceWise(sent: readonly Placed[], active: readonly Placed[], changed: ReadonlySet<string>): string {
  const right = new Map(active.map((item) => [item.name, item]))
  const left = new Map(sent.map((item) => [item.name, item]))
  const names = [...new Set([...left.keys(), ...right.keys()])].sort()
  let aAt = HEAD_LINES
  let bAt = HEAD_LINES
  let out = ''
  for (const name of names) {
    const a = left.get(name)
    const b = right.get(name)
    aAt = a?.at ?? aAt
    bAt = b?.at ?? bAt
    if (changed.has(name) || a?.isLast !== b?.isLast) {
      const [x, y] = [a ? elementLines(a) : [], b ? elementLines(b) : []]
      out += hunks(changes(x, y))
        .map((group) => printHunk(group, x, y, aAt, bAt))
        .join('')
    }
    aAt += a?.count ?? 0
    bAt += b?.count ?? 0
  }
  return out
}

interface Placed {
  name: string
  wrapper: Json
  isLast: boolean
  /** The line on which it begins in the whole, from 0, and how many it has. */
  at: number
  count: number
}

function placed({ resources }: DumpSection): Placed[] {
  let at = HEAD_LINES
  return resources.map(({ name, wrapper }, index) => {
    const item = { name, wrapper, isLast: index === resources.length - 1, at, count: lineCount(wrapper) }
    at += item.count
    return item
  })
}

const elementLines = ({ wrapper, isLast }: Placed): string[] =>
  `        ${printMessage(canonical(wrapper), 2)}${isLast ? '' : ','}`.split('\n')
