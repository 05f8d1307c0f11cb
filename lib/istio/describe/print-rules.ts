import type { DestinationRuleFacts, HttpMatchFacts, PolicyFacts, RouteFact, VirtualServiceFacts } from '@/lib/istio/describe/facts'
import { level, type Naming } from '@/lib/istio/describe/print-text'

/** Lines of a DestinationRule, indented by `base` spaces. */
export function printDestinationRule(rule: DestinationRuleFacts, base: number, name: Naming): string[] {
  const { matching, others, policy, host } = rule
  const subsets =
    matching.length + others.length === 0
      ? []
      : [
          ...(matching.length === 0
            ? [`${level(base, 1)}WARNING POD DOES NOT MATCH ANY SUBSETS.  (Non matching subsets ${others.join(',')})`]
            : []),
          `${level(base, 1)}Matching subsets: ${matching.join(',')}`,
          ...(others.length > 0 ? [`${level(base, 2)}(Non-matching subsets ${others.join(',')})`] : []),
        ]
  return [
    `${level(base, 0)}DestinationRule: ${name(rule)} for ${JSON.stringify(host)}`,
    ...subsets,
    ...(policy ? printPolicy(policy, base) : [`${level(base, 1)}No Traffic Policy`]),
  ]
}

function printPolicy(policy: NonNullable<DestinationRuleFacts['policy']>, base: number): string[] {
  const ports = policy.ports?.flatMap((one) => [
    // Not indented with the rest: istioctl has it so.
    `    ${one.port}:`,
    ...(one.tls === null ? [] : [`${level(base, 2)}TLS Mode: ${one.tls}`]),
    ...printKinds(one, level(base, 2)),
  ])
  return [
    ...(policy.tls === null ? [] : [`${level(base, 1)}Traffic Policy TLS Mode: ${policy.tls}`]),
    ...printKinds(policy, level(base, 1)),
    ...(ports ? [`${level(base, 1)}Port Level Settings:`, ...ports] : []),
  ]
}

const printKinds = ({ kinds }: PolicyFacts, indent: string): string[] => (kinds.length > 0 ? [`${indent}Policies: ${kinds.join('/')}`] : [])

/** Lines of a VirtualService, indented by `base` spaces. */
export function printVirtualService(service: VirtualServiceFacts, base: number, name: Naming): string[] {
  const { routes, http, tls, tcp } = service
  const reaching = routes.filter(({ reaches }) => reaches)
  const facts = reaching.flatMap((route) => route.facts.filter(isPrinted)).map((fact) => level(base, 1) + printFact(fact, name))
  const mismatches = routes
    .filter(({ reaches }) => !reaches)
    .flatMap((route) => route.facts)
    .map((fact) => level(base, 2) + printFact(fact, name))
  const counted = (count: number, words: string) => (count > 0 ? [level(base, 1) + words] : [])
  const title = `${level(base, 0)}VirtualService: ${name(service)}`
  if (reaching.length === 0)
    return [
      title,
      ...counted(http, `WARNING: No destinations match pod subsets (checked ${http} HTTP routes)`),
      ...counted(tcp, `WARNING: No destinations match pod subsets (checked ${tcp} TCP routes)`),
      ...mismatches,
    ]
  const others = http + tls + tcp - reaching.length
  if (others > 0)
    return [
      title,
      ...facts,
      `${level(base, 1)}${others} additional destination(s) that will not reach this pod`,
      ...(facts.length === 0 ? mismatches : []),
    ]
  if (facts.length > 0) return [title, ...facts]
  return [title, ...counted(http, `${http} HTTP route(s)`), ...counted(tcp, `${tcp} TCP route(s)`)]
}

const isPrinted = (fact: RouteFact): boolean => fact.kind !== 'weight' || fact.weight > 0

function printFact(fact: RouteFact, name: Naming): string {
  switch (fact.kind) {
    case 'weight':
      return `Route to host "${fact.host}"${fact.subset === null ? '' : ` subset "${fact.subset}"`} with weight ${fact.weight}%`
    case 'otherHost':
      return `Route to host "${fact.host}" with weight ${fact.weight}%`
    case 'otherSubset':
      return `Route to ${fact.host} with invalid config`
    case 'conditions':
      return [...(fact.fault === null ? [] : [`Fault injection ${fact.fault.text}`]), ...fact.matches.map(printMatch)].join(', ')
    case 'tcpMatch':
      return fact.text
    case 'nonMatchingSubset':
      return `Route to non-matching subset ${fact.subset} for (${fact.matches.length > 0 ? fact.matches.map(printMatch).join(', ') : 'everything'})`
    case 'subsetWithoutRule':
      return `Warning: Route to subset ${fact.subset} but NO DESTINATION RULE defining subsets!`
    case 'unknownSubset':
      return `Warning: Route to UNKNOWN subset ${fact.subset}; check DestinationRule ${name(fact.rule)}`
  }
}

function printMatch({ uri, uncased, headers }: HttpMatchFacts): string {
  const when = headers.map((header) => `${header.name}=${header.value}`).join('; ')
  return `Match: ${uri ?? ''}${uncased ? ' uncased' : ''}${when === '' ? '' : ` when headers are ${when}`}`.trim()
}
