import type { Step } from '@/lib/api/step'
import { chainCard, emptyCard, policyCard } from '@/lib/path/card-chain'
import { envoyCard, isOriginal } from '@/lib/path/card-envoy'
import { appCard, routingCard, senderCard, unknownCard } from '@/lib/path/card-other'
import { passes } from '@/lib/path/chains'
import { forkItems } from '@/lib/path/fork'
import { type CardItem, cardItem, cardsOf, type EnvoyItem, type Item, type Section } from '@/lib/path/items'
import type { Text } from '@/lib/path/model'
import { called, isRewrite } from '@/lib/path/rule-text'
import type { Fork } from '@/lib/path/story'
import type { Visit } from '@/lib/path/visits'

const filterKinds = new Set(['hook', 'rule', 'policy', 'rewrite', 'routing'])
const envoyKinds = new Set(['listener', 'filterChain', 'filter', 'route', 'cluster', 'endpoint'])

const ends = (step: Step) => step.verdict !== undefined && step.verdict.kind !== 'delivered'
/** Does the packet or the walk change here? Marks count: a later rule reads them. */
const matters = (step: Step) => step.op !== undefined || ends(step) || step.branches !== undefined

/** The base chain that a rule's way began in: iptables' are named like their hook, native ones as their maker likes. */
const baseOf = (step: Step) => step.base ?? step.hook ?? step.chain ?? ''

/** A table by its name; a native base chain that is not named like its hook says more than its table. */
const tableLabel = ({ base, hook, table = '' }: Step) => (base === undefined || base.toUpperCase() === hook ? table : base)

/** The rules of one base chain of one table, as a row for the hook and a card for each chain that it calls. */
function tableItems(steps: Step[], first: Step, continues: boolean): Item[] {
  const base = baseOf(first)
  const table = tableLabel(first)
  const all = passes(steps, base, continues)
  const own = all[0]?.steps ?? []
  const quiet = own.filter((s) => (s.kind === 'policy' ? !ends(s) : called(s) !== null && !matters(s)))
  const loud = own.filter((s) => !quiet.includes(s))
  const hits = quiet.flatMap((s) => (s.ruleIndex === undefined ? [] : [s.ruleIndex]))
  const of = quiet.find((s) => s.ruleCount !== undefined)?.ruleCount
  const policy = quiet.find((s) => s.kind === 'policy')
  const aside: Text =
    hits.length > 0 && of !== undefined
      ? { key: 'hook.rules', values: { hits: hits.join(', '), of, count: hits.length } }
      : policy
        ? { key: 'hook.policy', values: { outcome: policy.outcome ?? '' } }
        : ''
  const items: Item[] = [{ type: 'hook', hook: first.hook ?? base, table, aside, steps: quiet }]
  let empty: string[] = []
  const flush = () => {
    if (empty.length > 0) items.push(cardItem(emptyCard(empty, first.computed === true)))
    empty = []
  }
  for (const pass of all.slice(1)) {
    if (pass.steps.length === 0) {
      empty.push(pass.chain)
      continue
    }
    flush()
    const card = chainCard(pass)
    items.push(cardItem(pass.trip ? { ...card, trip: true } : card))
  }
  flush()
  for (const step of loud) {
    items.push(
      cardItem(
        step.kind === 'policy'
          ? policyCard(step)
          : chainCard({ chain: base, depth: 0, steps: [step], caller: null, returned: false, trip: false, builtIn: true }),
      ),
    )
  }
  return items
}

/** Netfilter and routing between two other things: rows and cards by hook and table. */
function openRun(run: Step[], continues: boolean): Item[] {
  const items: Item[] = []
  let group: Step[] = []
  const flush = (atFork: boolean) => {
    const first = group[0]
    if (first) items.push(...tableItems(group, first, atFork))
    group = []
  }
  for (const step of run) {
    if (step.kind === 'hook' || step.kind === 'routing') {
      flush(false)
      if (step.kind === 'routing') items.push(cardItem(routingCard(step)))
      continue
    }
    const first = group[0]
    if (first && (first.hook !== step.hook || first.table !== step.table || first.base !== step.base)) flush(false)
    group.push(step)
  }
  flush(continues)
  return items
}

const chainCount = (run: Step[]) => {
  const seen = new Set<string>()
  for (const step of run) {
    if (step.kind !== 'rule' && step.kind !== 'policy') continue
    seen.add(`${step.hook} ${step.table} ${step.chain}`)
    const target = called(step)
    if (target) seen.add(`${step.hook} ${step.table} ${target}`)
  }
  return seen.size
}

/** Hooks of a host that change nothing: one card with their names. */
function passedCard(run: Step[], fold: string): CardItem {
  const hooks = [...new Set(run.flatMap((s) => (s.hook ? [s.hook] : [])))]
  const count = chainCount(run)
  return cardItem({
    look: 'passed',
    tone: null,
    title: hooks.length > 0 ? hooks.join(' · ') : { key: 'card.routing' },
    mono: hooks.length > 0,
    lines: [{ text: { key: count === 0 ? 'card.noRules' : 'card.passes', values: { count } }, mono: false, strong: false }],
    fold,
    ...(run.some((s) => s.computed) ? { computed: true } : {}),
    steps: run,
  })
}

type Context = { forks: Map<Step, Fork>; open: ReadonlySet<string>; name: string }

/** What one visit shows. `context.name` makes its folds' ids unique. */
export function section(visit: Visit, context: Context): Section {
  const items: Item[] = []
  let run: Step[] = []
  let rules = 0
  let envoy: EnvoyItem | null = null
  let waiting: Step[] = []
  const flush = (atFork = false) => {
    if (run.length === 0) return
    const hasRules = run.some((s) => s.kind === 'rule' || s.kind === 'policy')
    if (hasRules) rules += 1
    const fold = `${context.name}.${items.length}`
    const quiet =
      !run.some(matters) && (run.every((s) => s.kind === 'hook' || s.kind === 'routing') || run.every((s) => s.outcome !== 'DROP'))
    if (visit.pod) items.push(...openRun(hasRules ? run.filter((s) => s.kind !== 'routing' || matters(s)) : run.filter(matters), atFork))
    else if (quiet && !context.open.has(fold)) items.push(passedCard(run, fold))
    else items.push(...openRun(run, atFork))
    run = []
  }
  const put = (item: Item, step: Step) => {
    const inside = step.proxy !== undefined && (envoyKinds.has(step.kind) || step.kind === 'unknown' || step.kind === 'socket')
    if (!inside) envoy = null
    else if (!envoy || envoy.proxy !== step.proxy) {
      envoy = { type: 'envoy', proxy: step.proxy ?? '', items: [] }
      items.push(envoy)
    }
    const list = inside && envoy ? envoy.items : items
    list.push(item)
    return list
  }
  let skip = new Set<Step>()
  for (const step of visit.steps) {
    if (skip.has(step)) continue
    const fork = context.forks.get(step)
    if (filterKinds.has(step.kind)) {
      envoy = null
      run.push(step)
      if (fork) {
        const lead = fork.rest.length > 0 ? leadRules(fork.rest, step) : []
        run.push(...lead)
        flush(true)
        mark(items, fork)
        const made = forkItems(step, fork, lead)
        items.push(...made.items)
        skip = new Set([...lead, ...made.used])
      }
      continue
    }
    flush()
    if (step.kind === 'socket' && !step.verdict && !fork && isProxys(visit.steps, step)) {
      waiting.push(step)
      continue
    }
    if (step.kind === 'endpoint' && !step.verdict && !fork && joinsCluster(step, cardsOf(items).at(-1))) continue
    const card = cardFor(step)
    const list = put(cardItem({ ...card, steps: [...waiting, ...card.steps] }), step)
    waiting = []
    if (fork) {
      mark(list, fork)
      const made = forkItems(step, fork, [])
      list.push(...made.items)
      skip = new Set(made.used)
    }
  }
  flush()
  const packet = visit.steps.find((s) => s.packet)?.packet?.before ?? null
  return { netns: visit.netns, pod: visit.pod, items, bare: visit.pod && rules === 0, packet, steps: visit.steps }
}

/** The socket belongs to the proxy whose listener comes next. */
function isProxys(steps: Step[], socket: Step): boolean {
  return steps.slice(steps.indexOf(socket) + 1).find((s) => s.kind !== 'hook')?.proxy !== undefined
}

/** An inbound cluster only passes on to the address that was asked for: its endpoint is the same thing and stands on its card. */
function joinsCluster(endpoint: Step, last: CardItem | undefined): boolean {
  const cluster = last?.card.steps.at(-1)
  if (!last || cluster?.kind !== 'cluster' || !isOriginal(endpoint) || !cluster.cluster?.startsWith('inbound|')) return false
  const [name] = last.card.lines
  last.card = {
    ...last.card,
    steps: [...last.card.steps, endpoint],
    lines: name ? [{ ...name, beside: endpoint.endpoint ?? '' }] : last.card.lines,
  }
  return true
}

/** The card that decides says which of how many was followed. */
function mark(items: Item[], fork: Fork) {
  const last = items.at(-1)
  if (last?.type === 'card') last.card = { ...last.card, pick: { at: fork.chosen + 1, of: fork.branches.length } }
}

/** The rules of the followed branch that stand in the deciding chain itself: they belong to its card. */
function leadRules(rest: Step[], decider: Step): Step[] {
  const lead: Step[] = []
  for (const step of rest) {
    if (step.kind !== 'rule' || step.chain !== (called(decider) ?? decider.chain) || isRewrite(step)) break
    lead.push(step)
  }
  return lead
}

function cardFor(step: Step) {
  if (step.kind === 'unknown') return unknownCard(step)
  if (step.kind === 'client') return senderCard(step)
  if (step.kind === 'socket') return appCard(step)
  return envoyCard(step)
}
