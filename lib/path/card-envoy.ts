import type { Step } from '@/lib/api/step'
import type { CardContent } from '@/lib/path/model'
import { verdictTone } from '@/lib/path/verdict-tone'

const feeds: Record<string, string> = { listener: 'LDS', filterChain: 'LDS', filter: 'LDS', route: 'RDS', cluster: 'CDS', endpoint: 'EDS' }

/** The endpoint is the address that the connection was made to; no list of endpoints stands behind it. */
export const isOriginal = (endpoint: Step) => endpoint.factCodes?.address?.code === 'word.original-destination'

/** Who feeds the resource; nobody does for a static resource or for the address that the app itself asked for. */
function xdsOf(step: Step): string | undefined {
  const said = step.facts?.xds
  if (said !== undefined) return said === '' ? undefined : said
  if (step.kind === 'endpoint' && isOriginal(step)) return undefined
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

/** Up to this many characters stand beside the name instead of in a line of their own. */
const shortDetail = 12

/** What else of the resource matters on its card, by kind: beside the name, and in a third line. */
function detailsOf(step: Step): { beside: string; below: string } {
  const facts = new Map(Object.entries(step.facts ?? {}))
  const fact = (...labels: string[]) => labels.flatMap((label) => facts.get(label) ?? [])
  const join = (parts: (string | undefined)[]) => parts.filter(Boolean).join(' · ')
  const objects = step.objects ?? []
  switch (step.kind) {
    case 'listener':
      return { beside: join(fact('address').filter((address) => !(step.listener ?? '').includes(address))), below: '' }
    case 'filterChain':
      return { beside: join(fact('transport protocol')), below: '' }
    case 'route': {
      const said = join([...fact('match', 'rewrite', 'redirect', 'fault', 'mirror'), ...objects])
      return said.length <= shortDetail ? { beside: said, below: '' } : { beside: '', below: said }
    }
    case 'cluster':
      return { beside: '', below: join(fact('lb', 'type', 'endpoints').slice(0, 3)) }
    case 'endpoint':
      return { beside: join(fact('health', 'address')), below: '' }
    default:
      return { beside: '', below: join([...facts.values(), ...objects]) }
  }
}

/** The card of an Envoy resource that took the request: kind in words, its name, and what matters of it in a third line. */
export function envoyCard(step: Step): CardContent {
  const end = step.verdict && step.verdict.kind !== 'delivered' ? step.verdict : undefined
  const { beside, below } = detailsOf(step)
  const xds = xdsOf(step)
  const detail = step.reason ?? end?.reason ?? below
  const ruler = step.ruleIndex !== undefined && step.ruleCount !== undefined ? { hits: [step.ruleIndex], of: step.ruleCount } : undefined
  const name = nameOf(step)
  return {
    look: 'envoy',
    tone: end ? verdictTone(end) : null,
    title: { key: `envoy.${step.kind}` },
    mono: false,
    lines: [
      ...(name === '' && beside === '' ? [] : [{ text: name, mono: true, strong: true, ...(beside === '' ? {} : { beside }) }]),
      ...(detail === '' ? [] : [{ text: detail, mono: detail === below, strong: false }]),
    ],
    ...(xds ? { xds } : {}),
    ...(ruler ? { ruler } : {}),
    ...(step.security && step.security !== 'plaintext' ? { lock: step.security } : {}),
    ...(end ? { chip: end } : {}),
    steps: [step],
  }
}
