import type { DescribeAnswer } from '@/lib/api/describe'

export type ServiceAnswer = NonNullable<DescribeAnswer['services']>[number]
export type ServicePortAnswer = ServiceAnswer['ports'][number]
export type DestinationRuleAnswer = NonNullable<NonNullable<ServicePortAnswer['destinationRule']>['facts']>
export type VirtualServiceAnswer = NonNullable<ServicePortAnswer['virtualServices'][number]['facts']>
export type RouteAnswer = VirtualServiceAnswer['routes'][number]
export type RouteFactAnswer = RouteAnswer['facts'][number]

/** How many things on the page are marked as a warning. */
export function warningCount({ pod, services, ingress }: DescribeAnswer): number {
  const exposures = ingress.exposures.reduce(
    (sum, one) => sum + (one.kind === 'exposed' ? routeWarnings(one.virtualService) : one.kind === 'missing' ? 1 : 0),
    0,
  )
  return (
    pod.warnings.filter((warning) => !isHarmless(warning)).length +
    (services ?? []).flatMap(({ ports }) => ports).reduce((sum, port) => sum + portWarnings(port), 0) +
    exposures
  )
}

function portWarnings({ target, destinationRule, virtualServices }: ServicePortAnswer): number {
  const rule = destinationRule ? (destinationRule.facts ? Number(matchesNoSubset(destinationRule.facts)) : 1) : 0
  const routes = virtualServices.reduce((sum, { facts }) => sum + (facts ? routeWarnings(facts) : 1), 0)
  return Number(target === null) + rule + routes
}

/** A DestinationRule has subsets, and the pod is in none of them. */
export const matchesNoSubset = ({ matching, others }: DestinationRuleAnswer): boolean => matching.length === 0 && others.length > 0

/** A route to a subset that no DestinationRule defines. */
export const isWarning = ({ kind }: RouteFactAnswer): boolean => kind === 'subsetWithoutRule' || kind === 'unknownSubset'

/** A VirtualService counts once if none of its routes leads to the pod, and each of its routes to an undefined subset. */
function routeWarnings({ routes }: VirtualServiceAnswer): number {
  return Number(reachesNothing({ routes })) + routes.flatMap(({ facts }) => facts).filter(isWarning).length
}

export const reachesNothing = ({ routes }: Pick<VirtualServiceAnswer, 'routes'>): boolean => !routes.some(({ reaches }) => reaches)

/** istioctl warns of it, but nothing is wrong. */
export const isHarmless = (warning: DescribeAnswer['pod']['warnings'][number]): boolean => warning.code === 'podUid' && warning.harmless
