import type { Packet, Step, Verdict, Walk } from '@/lib/api/step'
import type { HookName } from '@/lib/netfilter/model'
import { type Pass, passes } from '@/lib/path/chains'
import { layoutWalk } from '@/lib/path/layout'
import { tell } from '@/lib/path/story'
import { visits } from '@/lib/path/visits'

/** The packet's way through one table of one hook: the chains it entered, in the kernel's order. */
export interface TablePass {
  table: string
  passes: Pass[]
}

/** One stay of the question's packet in a network namespace. */
export interface Visit {
  came: Packet | null
  /** null: it ended here, at a socket or by a rule. */
  left: Packet | null
  /** How it ended here; null: it went on. */
  verdict: Verdict | null
  hooks: ReadonlyMap<HookName, readonly TablePass[]>
  /** Where the kernel decided between INPUT and FORWARD, or which way out. */
  routing: Step | null
  /** Chains that were entered. */
  chains: number
  /** Rules that matched. */
  rules: number
  rewrites: number
}

export interface Hits {
  /** By the step, its number in the picture. */
  idOf: ReadonlyMap<Step, string>
  /** Namespaces in which a rule matched, in walk order. */
  namespaces: readonly string[]
  visitsOf(netns: string): readonly Visit[]
}

/** `table chain index`: names a rule of a namespace. */
export const ruleAt = (table: string, chain: string, index: number) => `${table} ${chain} ${index}`

/** What a walk's followed way does in each namespace, with the numbers that the Path view gives its steps. */
export function hitsOf(walk: Walk, follow: readonly (number | undefined)[]): Hits {
  const story = tell(walk, follow)
  const layout = layoutWalk(walk, {
    width: 1440,
    // High enough that no run of chains is folded into one card: each has a number of its own.
    height: Number.MAX_SAFE_INTEGER,
    set: 'wide',
    way: 'both',
    follow,
    open: new Set(),
    selected: null,
    outcome: null,
    places: new Map(),
  })
  const idOf = new Map(layout.stops.flatMap((stop) => stop.steps.map((step) => [step, stop.id] as const)))
  const ways = visits(story.steps)
  const stays = new Map<string, Visit[]>()
  for (const visit of [{ netns: ways.client[0]?.netns ?? '', steps: ways.client }, ...ways.places.flatMap((place) => place.visits)]) {
    const own = visit.steps.filter((step) => step.hook !== undefined)
    if (own.length === 0) continue
    const known = stays.get(visit.netns) ?? []
    known.push(visitOf(visit.steps))
    stays.set(visit.netns, known)
  }
  const ruled = [...stays].flatMap(([netns, own]) => (own.some(({ rules }) => rules > 0) ? [netns] : []))
  return { idOf, namespaces: ruled, visitsOf: (netns) => stays.get(netns) ?? [] }
}

/** As the outline names tables: native ones with their family. */
export const tableOf = ({ family, table }: Step): string => (family ? `${family} ${table}` : (table ?? ''))

function visitOf(steps: readonly Step[]): Visit {
  const hooks = new Map<HookName, TablePass[]>()
  const ruled = steps.filter((step) => step.hook && step.table && step.chain && step.kind !== 'hook')
  for (const [hook, inHook] of Map.groupBy(ruled, (step) => step.hook as HookName)) {
    const tables = Map.groupBy(inHook, (step) => `${tableOf(step)}\n${step.base ?? hook}`)
    hooks.set(
      hook,
      [...tables].map(([key, own]) => {
        const [table = '', base = hook] = key.split('\n')
        return { table, passes: passes(own, base, false) }
      }),
    )
  }
  const last = steps.at(-1)
  const packets = steps.flatMap((step) => (step.packet ? [step.packet] : []))
  const entered = [...hooks.values()].flat().flatMap(({ table, passes: all }) => all.map((pass) => `${table} ${pass.chain}`))
  return {
    came: packets[0]?.before ?? null,
    left: last?.kind === 'socket' || last?.verdict ? null : (packets.at(-1)?.after ?? null),
    verdict: last?.verdict ?? null,
    hooks,
    routing: steps.find((step) => step.kind === 'routing') ?? null,
    chains: new Set(entered).size,
    rules: ruled.filter((step) => step.rule !== undefined).length,
    rewrites: ruled.filter((step) => step.op && step.op !== 'MARK').length,
  }
}
