import type { Step } from '@/lib/api/step'
import type { CardContent, Text } from './model'
import { verdictTone } from './verdict-tone'

const feeds: Record<string, string> = { listener: 'LDS', filterChain: 'LDS', filter: 'LDS', route: 'RDS', cluster: 'CDS', endpoint: 'EDS' }

/** Who feeds the resource; nobody does for a static resource or for the address that the app itself asked for. */
function xdsOf(step: Step): string | undefined {
  const said = step.facts?.xds
  if (said !== undefined) return said === '' ? undefined : said
  return feeds[step.kind]
}

/** Cluster names keep their head, as people read them: direction, port, subset. */
function nameOf(step: Step): string {
  switch (step.kind) {
    case 'listener':
      return step.listener ?? ''
    case 'filterChain':
      return step.filterChain ?? ''
    case 'filter':
      return step.filter ?? ''
    case 'route':
      return [step.routeConfig, step.virtualHost].filter(Boolean).join(' › ') || (step.route ?? '')
    case 'cluster':
      return step.cluster ?? ''
    default:
      return step.endpoint ?? ''
  }
}

const hidden = new Set(['xds', 'health', 'static', 'of'])

function detailOf(step: Step): string {
  const facts = Object.entries(step.facts ?? {})
    .filter(([label]) => !hidden.has(label))
    .map(([, value]) => value)
  const route = step.kind === 'route' && step.route && nameOf(step) !== step.route ? [step.route] : []
  return [...route, ...facts, ...(step.objects ?? [])].join(' · ')
}

/** The card of an Envoy resource that took the request: kind in words, its name, and what matters of it in a third line. */
export function envoyCard(step: Step): CardContent {
  const end = step.verdict && step.verdict.kind !== 'delivered' ? step.verdict : undefined
  const detail = step.reason ?? detailOf(step)
  const health = step.kind === 'endpoint' ? step.facts?.health : undefined
  const xds = xdsOf(step)
  const title: Text = { key: `envoy.${step.kind}` }
  const ruler = step.ruleIndex !== undefined && step.ruleCount !== undefined ? { hits: [step.ruleIndex], of: step.ruleCount } : undefined
  return {
    look: 'envoy',
    tone: end ? verdictTone(end) : step.verdict?.kind === 'unknown' ? 'unknown' : null,
    title,
    mono: false,
    lines: [
      { text: [nameOf(step), health].filter(Boolean).join(' '), mono: true, strong: true },
      ...(detail === '' ? [] : [{ text: detail, mono: step.reason === undefined, strong: false }]),
    ].filter((line) => line.text !== ''),
    ...(xds ? { xds } : {}),
    ...(ruler ? { ruler } : {}),
    ...(step.security && step.security !== 'plaintext' ? { lock: step.security } : {}),
    ...(end ? { chip: end } : {}),
    steps: [step],
  }
}
