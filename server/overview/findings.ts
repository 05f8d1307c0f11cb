import type { Finding, OverviewRow } from '@/lib/api/overview'
import type { ProxiesAnswer } from '@/lib/api/proxies'
import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import type { Problem } from '@/lib/recording/result'

/** More than a page shows; the views have them all. */
const MAX_FINDINGS = 50

const order: readonly Finding['kind'][] = ['nack', 'dropped', 'noListener', 'rejected', 'noEndpoints', 'stale', 'disconnected', 'unread']

/** The walk of a question that the overview has asked. */
type Walked = (question: Question) => Walk

/** What needs a look, worst first: ways that end badly, proxies out of sync, files that can't be read. */
export function findingsOf(rows: readonly OverviewRow[], list: ProxiesAnswer, problems: readonly Problem[], walked: Walked): Finding[] {
  const found = [...waysAmiss(rows, walked), ...proxiesAmiss(list)]
  for (const { entry, message } of problems) found.push(finding('unread', entry, message, {}))
  return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).slice(0, MAX_FINDINGS)
}

function finding(kind: Finding['kind'], subject: string, detail: string, rest: Partial<Finding>): Finding {
  return { id: `${kind} ${subject}`, kind, subject, detail, question: null, proxy: null, ...rest }
}

/** Whether a request came as far as a socket that is not there, rather than being refused by a rule. */
const endsAtSocket = (walk: Walk) => walk.steps.findLast((step) => step.kind !== 'conntrack')?.kind === 'socket'

function waysAmiss(rows: readonly OverviewRow[], walked: Walked): Finding[] {
  const seen = new Map<string, Finding>()
  for (const row of rows) {
    const of = row.ways.length
    const subject = row.side === 'outside' ? `${row.entry.title} ${row.entry.note}` : `${row.entry.title} → ${row.host?.title ?? ''}`
    for (const kind of ['dropped', 'rejected', 'reset'] as const) {
      const bad = row.ways.filter((way) => way.verdict.kind === kind)
      const [first] = bad
      if (!first || row.side === 'pod') continue
      const named = kind === 'dropped' ? 'dropped' : endsAtSocket(walked(first.question)) ? 'noListener' : 'rejected'
      const one = finding(named, subject, first.verdict.reason, { count: bad.length, of, question: first.question })
      if (!seen.has(one.id)) seen.set(one.id, one)
    }
    const empty = row.ways.find((way) => /\bUH\b/.test(way.verdict.flags ?? ''))
    if (empty) seen.set(`noEndpoints ${subject}`, finding('noEndpoints', subject, empty.verdict.reason, { question: empty.question }))
  }
  return [...seen.values()]
}

function proxiesAmiss(list: ProxiesAnswer): Finding[] {
  return list.proxies.flatMap((proxy) => {
    if (!proxy.connected) return [finding('disconnected', proxy.id, proxy.istiod ?? '', { proxy: proxy.id })]
    const cells = Object.entries(proxy.sync ?? {})
    const refused = cells.find(([, cell]) => cell.state === 'ERROR')
    if (refused) return [finding('nack', proxy.id, `${refused[0]}: ${refused[1].error ?? ''}`, { proxy: proxy.id })]
    const stale = cells.filter(([, cell]) => cell.state === 'STALE').map(([type]) => type)
    return stale.length > 0 ? [finding('stale', proxy.id, stale.join(', '), { proxy: proxy.id })] : []
  })
}
