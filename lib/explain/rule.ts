import type { Rule, RuleOption } from '@/lib/netfilter/model'
import { type Message, message } from './message'
import { conditionsOf } from './rule-conditions'

/** What a rule says, in words: what it does, and of which packets. Messages of the namespace `rules`. */
export interface RuleSaid {
  what: Message
  /** All of them must hold; none: of every packet that comes here. */
  when: Message[]
}

/** kube-proxy's comments: `default/web:http cluster IP`, `default/web:http -> 10.0.0.1:80`, `default/web:http external destination`. */
const SERVICE_COMMENT = /^([^\s/]+\/[^\s:]+)(?::(\S+))?(?: -> (\S+)| .*)?$/
const SERVICE_CHAIN = /^KUBE-(SVC|SVL|EXT|FW)-/

/** A native rule reads almost like a sentence: only its comment is said. */
export function sayNative(text: string): RuleSaid {
  const comment = /\scomment "([^"]{1,200})"/.exec(text)?.[1]
  return { what: comment === undefined ? message('say.native') : message('say.comment', { text: comment }), when: [] }
}

/** Says a rule by its target, its options, and kube-proxy's and Istio's own names. Pure; values are data. */
export function sayRule(rule: Pick<Rule, 'chain' | 'target' | 'goto' | 'options'>): RuleSaid {
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
  return { what: verdict(target, rule, options) ?? message(rule.goto ? 'say.goto' : 'say.jump', { chain: target }), when }
}

function verdict(target: string, { chain }: Pick<Rule, 'chain'>, options: readonly RuleOption[]): Message | null {
  const value = (name: string) => optionValue(options, name) ?? ''
  switch (target) {
    case 'ACCEPT':
    case 'DROP':
    case 'MASQUERADE':
    case 'NOTRACK':
    case 'TRACE':
      return message(`say.${target}`)
    case 'RETURN':
      return message('say.RETURN', { chain })
    case 'REJECT':
      return message('say.REJECT', { answer: value('--reject-with') || 'icmp-port-unreachable' })
    case 'DNAT':
      return message('say.DNAT', { to: value('--to-destination') })
    case 'SNAT':
      return message('say.SNAT', { to: value('--to-source') })
    case 'REDIRECT':
      return message('say.REDIRECT', { port: value('--to-ports') })
    case 'TPROXY':
      return message('say.TPROXY', { port: value('--on-port') })
    case 'MARK':
      return message('say.MARK', { mark: value('--set-xmark') || value('--set-mark') })
    default:
      return null
  }
}

function optionValue(options: readonly RuleOption[], name: string): string | null {
  return options.find((option) => option.name === name)?.values[0] ?? null
}
