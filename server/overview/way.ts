import type { OverviewPlace, OverviewWay } from '@/lib/api/overview'
import type { Question } from '@/lib/api/question'
import type { Step, Verdict, Walk } from '@/lib/api/step'
import { pathsOf } from '@/lib/walk/agreement/paths'

/** Pods that are named in a destination's note. */
const NAMED = 2

/** A question of the overview: nothing but what differs. */
export function ask(question: Pick<Question, 'from' | 'url' | 'host' | 'at'>): Question {
  return { container: null, method: 'GET', headers: [], ...question }
}

/** What a way shows in the overview of one walk. */
export interface Shown {
  destination: OverviewPlace | null
  end: Verdict | null
}

/** Where a walk's requests arrive: the Service of the last cluster, and the pods that got it. `end` when nothing is reached. */
export function shownOf(walk: Walk): Shown {
  const arrived = pathsOf(walk).filter((path) => path.verdict.kind === 'delivered')
  const first = arrived[0]
  if (!first) return { destination: null, end: walk.verdict }
  const last = new Map<string, Step>()
  for (const path of arrived) {
    const step = path.steps.findLast((each) => each.packet !== undefined && each.kind !== 'conntrack' && each.netns !== undefined)
    if (step?.netns) last.set(step.netns, step)
  }
  const places = [...last.keys()]
  const nodes = [...new Set([...last.values()].flatMap((step) => step.node ?? []))]
  const more = places.length > NAMED ? [`+${places.length - NAMED}`] : []
  const cluster = first.steps.findLast((step) => step.cluster?.startsWith('outbound|'))?.cluster
  const pod = (netns: string) => netns.slice(netns.indexOf('.') + 1)
  const end = first.steps.findLast((step) => step.packet !== undefined && step.kind !== 'conntrack')?.packet?.after
  return {
    destination: {
      title: serviceOf(cluster) ?? `${pod(places[0] ?? '')}${end ? `:${end.dport}` : ''}`,
      note: [[...places.slice(0, NAMED).map(pod), ...more].join(', '), nodes.join(', ')].filter((text) => text !== '').join(' · '),
      kind: nodes.length > 0 ? 'pod' : 'outside',
    },
    end: null,
  }
}

/** `outbound|80|v1|svc.ns.svc.cluster.local` → `svc.ns:80` */
function serviceOf(cluster: string | undefined): string | null {
  const [, port, subset, host] = cluster?.split('|') ?? []
  if (!host || !port) return null
  return `${host.replace(/\.svc\..*$/, '')}:${port}${subset ? ` ${subset}` : ''}`
}

export function wayOf(node: string | null, question: Question, walk: Walk): OverviewWay {
  return { node, verdict: walk.verdict, question }
}
