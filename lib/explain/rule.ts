import { type Message, message } from '@/lib/explain/message'
import { conditionsOf } from '@/lib/explain/rule-conditions'
import { sayTarget } from '@/lib/explain/rule-target'
import type { Rule, RuleOption } from '@/lib/netfilter/model'

/** What a rule says, in words: what it does, and of which packets. Messages of the namespace `rules`. */
export interface RuleSaid {
  what: Message
  /** All of them must hold; none: of every packet that comes here. */
  when: Message[]
  /** What a native rule does before, in its order. */
  first?: Message[]
  /** What its maker noted beside a native rule. */
  comment?: string
}

/** kube-proxy's comments: `default/web:http cluster IP`, `default/web:http -> 10.0.0.1:80`, `default/web:http external destination`. */
const SERVICE_COMMENT = /^([^\s/]+\/[^\s:]+)(?::(\S+))?(?: -> (\S+)| .*)?$/
const SERVICE_CHAIN = /^KUBE-(SVC|SVL|EXT|FW)-/

/** Says a rule by its target, its options, and kube-proxy's and Istio's own names. `chains`: those of its table, by name. Pure; values are data. */
export function sayRule(rule: Pick<Rule, 'chain' | 'target' | 'goto' | 'options'>, chains: { has(name: string): boolean }): RuleSaid {
  const { target, options } = rule
  const comment = optionValue(options, '--comment')
  const when = conditionsOf(options)
  if (target === null) return { what: message('say.count'), when }
  const service = comment === null ? null : SERVICE_COMMENT.exec(comment)
  const named = { service: service?.[1] ?? '', port: service?.[2] ?? '' }
  if (service && SERVICE_CHAIN.test(target)) return { what: message(named.port ? 'say.servicePort' : 'say.service', named), when }
  if (target.startsWith('KUBE-SEP-')) {
    const endpoint = service?.[3]
    return { what: endpoint ? message('say.endpoint', { ...named, endpoint }) : message('say.endpointOnly'), when }
  }
  if (target === 'KUBE-MARK-MASQ') return { what: message('say.mark'), when }
  if (rule.goto || chains.has(target)) return { what: message(rule.goto ? 'say.goto' : 'say.jump', { chain: target }), when }
  return { what: sayTarget(target, rule.chain, options), when }
}

function optionValue(options: readonly RuleOption[], name: string): string | null {
  return options.find((option) => option.name === name)?.values[0] ?? null
}
