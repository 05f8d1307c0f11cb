import { ISTIO_TABLES, isIstioChain, looksLikeIstios } from '@/lib/istio/redirection/own-rules'
import { serviceOfChain, TABLE } from '@/lib/kube-proxy/nftables/names'
import { commentedService, isKubeChain, looksLikeProxys } from '@/lib/kube-proxy/own-rules'
import type { ComputedRules, ObjectEvidence } from '@/lib/mesh/computed/model'
import { computedReason, type Reason, withCause } from '@/lib/mesh/computed/reasons'
import { makerOf } from '@/lib/netfilter/computed/makers'
import { endings, followers } from '@/lib/netfilter/computed/reach'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'
import type { Rule, Ruleset } from '@/lib/netfilter/model'
import type { NftTable } from '@/lib/netfilter/nft/model'

/** One difference between what was observed in a namespace and what its programs would write now. */
export interface RuleFinding extends Reason {
  /** A rule that should be there and is not; one left over; one of another program; one in the wrong place. */
  kind: 'missing' | 'stale' | 'foreign' | 'order'
  table: string
  chain: string
  /** As iptables-save prints it, without counters. */
  rule: string
  /** Line in the observed dump; null for what is missing, and where only nft's JSON was seen. */
  line: number | null
  /** Stands before rules of the cluster's own programs, and may end a packet's way there. */
  inTheWay: boolean
  /** kube-proxy, kubelet, Istio, or the program that wrote a foreign rule; null: not known. */
  program: string | null
  /** NAMESPACE/NAME[:PORT]. */
  service: string | null
  evidence: readonly ObjectEvidence[]
}

export interface Findings {
  equal: number
  computed: number
  findings: RuleFinding[]
}

/** `native`: the observed tables that are not iptables'. `serviceExists`: whether there is a Service NAMESPACE/NAME now. Findings come worst first: missing, in the way, stale, order, foreign. */
export function findDifferences(
  observed: Ruleset,
  native: readonly NftTable[],
  computed: ComputedRules,
  serviceExists: (key: string) => boolean,
): Findings {
  const { equal, computed: count, differences } = computed.compare(observed, native)
  const extra = new Set(differences.filter(({ kind }) => kind === 'extra').map(({ rule }) => rule))
  const around: Around = { ends: endings(observed), next: followers(observed, extra) }
  const findings = differences.map((difference): RuleFinding => {
    const { rule } = difference
    const place = { table: rule.table, chain: rule.chain, rule: rule.text }
    if (difference.kind === 'missing') return { ...place, ...missing(rule, computed) }
    const there = { ...place, line: rule.line > 0 ? rule.line : null, evidence: [] }
    if (difference.kind === 'order') {
      const program = programOf(rule)
      return {
        ...there,
        kind: 'order',
        inTheWay: false,
        program,
        service: null,
        ...computedReason('order', { chain: rule.chain, program }),
      }
    }
    return { ...there, ...(isOwn(rule) ? stale(rule, serviceExists) : foreign(rule, around)) }
  })
  return { equal, computed: count, findings: findings.sort((a, b) => weight(a) - weight(b)) }
}

const ORDER = ['missing', 'stale', 'order', 'foreign']
const weight = ({ kind, inTheWay }: RuleFinding): number => (inTheWay ? 0.5 : ORDER.indexOf(kind))

type Rest<Kind extends RuleFinding['kind']> = Omit<RuleFinding, 'kind' | 'table' | 'chain' | 'rule'> & { kind: Kind }

function missing(rule: Rule, computed: ComputedRules): Rest<'missing'> {
  const source = computed.sourceOf(rule)
  const program = source ? PROGRAMS[source.by] : programOf(rule)
  const service = (source && serviceOf(source)) ?? serviceOfChain(rule.target ?? '')
  const reason = service === null ? computedReason('missing', { program }) : computedReason('missing-service', { program, service })
  return { kind: 'missing', line: null, inTheWay: false, program, service, evidence: computed.evidenceOf(rule), ...reason }
}

const PROGRAMS: Readonly<Record<RuleSource['by'], string>> = { 'kube-proxy': 'kube-proxy', kubelet: 'kubelet', istio: 'Istio' }

function serviceOf(source: RuleSource): string | null {
  if (source.by !== 'kube-proxy' || !source.service) return null
  const { namespace, name, port } = source.service
  return `${namespace}/${name}${port === '' ? '' : `:${port}`}`
}

const programOf = ({ table, chain, target }: Rule): string =>
  isIstioChain(chain) || isIstioChain(target ?? '') || ISTIO_TABLES.includes(table) ? 'Istio' : 'kube-proxy'

/** A rule that one of the cluster's own programs has written at some time. */
const isOwn = (rule: Rule): boolean =>
  rule.table === TABLE ||
  ISTIO_TABLES.includes(rule.table) ||
  (isIstioChain(rule.chain) || isIstioChain(rule.target ?? '') ? looksLikeIstios(rule) : false) ||
  (isKubeChain(rule.chain) || isKubeChain(rule.target ?? '') ? looksLikeProxys(rule) : false)

function stale(rule: Rule, serviceExists: (key: string) => boolean): Omit<Rest<'stale'>, 'line' | 'evidence'> {
  const program = programOf(rule)
  const named = rule.table === TABLE ? (serviceOfChain(rule.chain) ?? serviceOfChain(rule.target ?? '')) : commentedService(rule)
  const service = program === 'Istio' ? null : named
  const key = service?.split(':')[0] ?? ''
  const reason =
    service === null
      ? computedReason('stale', { program })
      : serviceExists(key)
        ? computedReason('stale-service', { service })
        : computedReason('stale-gone', { service: key })
  return { kind: 'stale', inTheWay: false, program, service, ...reason }
}

function foreign(rule: Rule, around: Around): Omit<Rest<'foreign'>, 'line' | 'evidence'> {
  const program = makerOf(rule)
  const says = program === null ? computedReason('foreign-unknown') : computedReason('foreign', { program })
  const later = around.next(rule)
  const inTheWay = later !== null && around.ends(rule)
  const own = isKubeChain(rule.chain) || isIstioChain(rule.chain)
  const way = own ? computedReason('in-own-chain', { chain: rule.chain }) : computedReason('in-the-way', { jump: later?.target ?? '' })
  return { kind: 'foreign', inTheWay, program, service: null, ...(inTheWay ? withCause(says, way) : says) }
}

/** What a foreign rule does, and what stands behind it. */
interface Around {
  ends: (rule: Rule) => boolean
  next: (rule: Rule) => Rule | null
}
