import type { Branch, Step } from '@/lib/api/step'
import { type CardItem, cardItem, type Item } from '@/lib/path/items'
import type { Choice, Text } from '@/lib/path/model'
import { destination, isRewrite } from '@/lib/path/rule-text'
import type { Fork } from '@/lib/path/story'
import { verdictTone } from '@/lib/path/verdict-tone'

/** More outcomes than this are rows of one card instead of small cards side by side. */
const sideBySide = 3
/** Rows that a card of outcomes shows; the rest is "+n". */
export const shownRows = 4

const letter = (index: number) => String.fromCharCode(97 + (index % 26))

/** direction|port|subset|host, as istiod names clusters; the host by its first label. */
function clusterParts(cluster: string): { subset: string; host: string; port: string } | null {
  const [, port, subset, host] = cluster.split('|')
  return port && host ? { subset: subset ?? '', host: host.split('.')[0] ?? host, port } : null
}

/** What a branch is, in a few words: the address that it rewrites to, its endpoint or cluster, or the label that the walk gave it. */
export function outcomeOf(branch: Branch): { title: Text; detail: string; op: string | null; where: string; used: Step[] } {
  const rules: Step[] = []
  for (const step of branch.steps) {
    if (step.kind !== 'rule') break
    rules.push(step)
    if (isRewrite(step)) break
  }
  const rewrite = rules.find(isRewrite)
  if (rewrite?.op) {
    const next = branch.steps.find((s) => s.netns !== undefined && s.netns !== rewrite.netns)
    const to = rewrite.packet ? destination(rewrite.packet.after) : ''
    return { title: rewrite.op, detail: to, op: rewrite.op, where: next?.node ?? next?.netns ?? '', used: rules }
  }
  const first = branch.steps[0]
  if (first?.kind === 'endpoint') {
    const next = branch.steps.find((s) => s.netns !== undefined && s.netns !== first.netns && s.netns !== first.node)
    return { title: { key: 'envoy.endpoint' }, detail: first.endpoint ?? '', op: null, where: next?.netns ?? '', used: [first] }
  }
  const cluster = clusterParts(first?.cluster ?? '')
  if (cluster)
    return { title: cluster.subset || cluster.host, detail: cluster.subset ? cluster.host : '', op: null, where: cluster.port, used: [] }
  return {
    title: branch.label ?? first?.cluster ?? first?.chain ?? { key: `verdict.${branch.verdict.kind}` },
    detail: '',
    op: null,
    where: '',
    used: [],
  }
}

/** Characters of a line of the narrowest card. */
const lineLength = 11

/** Address and port stand in two lines, a long address is broken in its middle: the cards are narrow. */
function split(detail: string): string[] {
  const [, address, port] = /^(.+)(:\d+)$/.exec(detail) ?? []
  if (!address || !port) return [detail]
  const [, head, tail] = /^(\d+\.\d+\.)(\d+\.\d+)$/.exec(address) ?? []
  return address.length > lineLength && head && tail ? [head, tail + port] : [address, port]
}

/** The outcomes of a fork as items under its deciding card, and the steps of the followed branch that they already tell. */
export function forkItems(decider: Step, fork: Fork, lead: Step[]): { items: Item[]; used: Step[] } {
  const outcomes = fork.branches.map((branch) => {
    const own =
      lead.length > 0 || decider.kind === 'rule'
        ? branch.steps.filter((s) => !(s.kind === 'rule' && !isRewrite(s) && lead.some((l) => l.chain === s.chain)))
        : branch.steps
    return outcomeOf({ ...branch, steps: own })
  })
  const choices: Choice[] = fork.branches.map((branch, i) => ({
    id: letter(i),
    label: branch.label ?? outcomes[i]?.title ?? '',
    detail: outcomes[i]?.detail ?? '',
    chance: branch.probability,
    chosen: i === fork.chosen,
    verdict: branch.verdict,
    index: i,
  }))
  const used = outcomes[fork.chosen]?.used ?? []
  if (fork.branches.length > sideBySide) {
    const card = cardItem({
      look: 'choices',
      tone: null,
      title: { key: 'card.outcomes', values: { count: choices.length } },
      mono: false,
      lines: [],
      choices,
      steps: used,
    })
    return { items: [card], used }
  }
  const cards: CardItem[] = fork.branches.map((branch, i) => {
    const outcome = outcomes[i]
    const bad = !['delivered', 'random', 'answered'].includes(branch.verdict.kind)
    return cardItem({
      look: 'outcome',
      tone: bad && i === fork.chosen && !outcome?.op ? verdictTone(branch.verdict) : null,
      title: outcome?.title ?? '',
      mono: false,
      ...(outcome?.op ? { op: outcome.op } : {}),
      lines: [...split(outcome?.detail ?? ''), outcome?.where ?? '']
        .filter((t) => t !== '')
        .map((text) => ({ text, mono: true, strong: false })),
      chance: branch.probability,
      choices: [choices[i]].filter((c) => c !== undefined),
      steps: i === fork.chosen ? used : (outcome?.used ?? []),
    })
  })
  return { items: [{ type: 'fork', outcomes: cards, chosen: fork.chosen }], used }
}
