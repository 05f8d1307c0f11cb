import type { Step } from '@/lib/api/step'
import { destination } from '@/lib/path/rule-text'

/** The name of what a step is about, in the field's own words: the chain, the resource, the address. */
export function stepTitle(step: Step): string {
  switch (step.kind) {
    case 'hook':
    case 'rule':
    case 'policy':
    case 'rewrite':
      return [step.hook, step.table, step.chain].filter(Boolean).join(' › ')
    case 'listener':
      return step.listener ?? ''
    case 'filterChain':
      return step.filterChain ?? ''
    case 'filter':
      return step.filter ?? ''
    case 'route':
      return [step.routeConfig, step.virtualHost, step.route].filter(Boolean).join(' › ')
    case 'cluster':
      return step.cluster ?? ''
    case 'endpoint':
      return step.endpoint ?? ''
    default:
      return step.packet ? destination(step.packet.after) : ''
  }
}
