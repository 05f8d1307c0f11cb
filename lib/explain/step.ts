import type { Step } from '@/lib/api/step'
import { chainRole } from '@/lib/explain/chain-role'
import { kubeCause } from '@/lib/explain/kube-comment'
import { type Message, message } from '@/lib/explain/message'
import { answerOf } from '@/lib/explain/walk'
import { called, commandOf, destination, rewritten, source } from '@/lib/path/rule-text'

export type Explained = { title: Message; sentence: Message[] }

function rule(step: Step): Explained {
  const chain = step.chain ?? ''
  const role = chainRole(step)
  const cause = kubeCause(step.rule)
  const about = cause ? [cause] : role === null ? [] : [message(`chain.${role}`)]
  const { before, after } = rewritten(step)
  if (step.op === 'MARK') {
    const mark = `0x${(step.packet?.after.mark ?? 0).toString(16)}`
    return { title: message('title.MARK'), sentence: [message('rule.MARK', { mark }), ...about] }
  }
  if (step.op)
    return { title: message(`title.${step.op}`), sentence: [message(`rule.${step.op}`, { before, after }), message('rule.once'), ...about] }
  const target = called(step)
  if (target !== null)
    return { title: message('title.jump', { chain: target }), sentence: [message('rule.jump', { chain, target }), ...about] }
  // The kernel drops what it rejects, and says so; the sender is told.
  const outcome = step.verdict?.kind === 'rejected' ? 'REJECT' : (step.outcome ?? 'CONTINUE')
  const known = ['ACCEPT', 'DROP', 'RETURN', 'REJECT'].includes(outcome) ? outcome : 'CONTINUE'
  return { title: message(`title.${known}`), sentence: [message(`rule.${known}`, { chain }), ...about] }
}

function envoy(step: Step): Message[] {
  const name = {
    listener: step.listener,
    filterChain: step.filterChain,
    filter: step.filter,
    route: step.route,
    cluster: step.cluster,
    endpoint: step.endpoint,
  }[step.kind as 'listener' | 'filterChain' | 'filter' | 'route' | 'cluster' | 'endpoint']
  const values = {
    name: name ?? '',
    config: step.routeConfig ?? '',
    host: step.virtualHost ?? '',
    objects: (step.objects ?? []).join(', '),
  }
  const said = [message(`envoy.${step.kind}`, values)]
  if (step.kind === 'route' && values.objects !== '') said.push(message('envoy.from', values))
  if (step.security && (step.kind === 'cluster' || step.kind === 'endpoint' || step.kind === 'filterChain'))
    said.push(message(`security.${step.security}`))
  return said
}

/** What happened at a step: a title and one to three sentences, as messages of the namespace `explain`. A reason of the walk itself comes first. */
export function explainStep(step: Step): Explained {
  const explained = explainKind(step)
  // A rule's own words say what it did; its verdict would only repeat them.
  const ended = step.verdict && step.verdict.kind !== 'delivered' && step.kind !== 'rule'
  const reason = closed(ended ? (step.reason ?? step.verdict?.reason) : step.reason)
  const verdict =
    step.verdict && step.verdict.kind !== 'delivered' ? message(`end.${step.verdict.kind}`, { said: answerOf(step.verdict) }) : null
  return {
    title: verdict ?? explained.title,
    sentence: [...(reason ? [message('reason', { reason })] : []), ...further(step, explained, reason !== undefined && verdict !== null)],
  }
}

/** A reason is a clause or a sentence; another one follows it. */
const closed = (text: string | undefined) => (text && !/[.!?。…]$/.test(text) ? `${text}.` : text)

/** A proxy's refusal says all; a rule's is explained by what the rule does. */
function further(step: Step, explained: Explained, refused: boolean): Message[] {
  if (step.kind === 'unknown') return [message('unknownNever')]
  return refused && step.kind !== 'rule' ? [] : explained.sentence
}

function explainKind(step: Step): Explained {
  const packet = step.packet
  switch (step.kind) {
    case 'rule':
    case 'rewrite':
      return rule(step)
    case 'policy':
      return {
        title: message('title.policy', { chain: step.chain ?? '' }),
        sentence: [message('policy', { chain: step.chain ?? '', outcome: step.outcome ?? '' })],
      }
    case 'client':
      return {
        title: message('title.client'),
        sentence: [message('client', { command: commandOf(step), from: step.netns ?? '' })],
      }
    case 'hook':
      return { title: message('title.hook', { hook: step.hook ?? '' }), sentence: [message('hook', { hook: step.hook ?? '' })] }
    case 'routing':
      return {
        title: message('title.routing'),
        sentence: [message('routing', { decision: step.facts?.decision ?? '', dev: step.facts?.dev ?? '' })],
      }
    case 'socket':
      return {
        title: message(step.verdict?.kind === 'delivered' ? 'title.delivered' : 'title.socket'),
        sentence: [message('socket', { process: step.facts?.process ?? step.facts?.container ?? '', address: step.facts?.address ?? '' })],
      }
    case 'conntrack':
      return {
        title: message('title.conntrack', { what: step.facts?.undone ?? '' }),
        sentence: packet ? [message('conntrack', { from: source(packet.after), to: destination(packet.after) })] : [],
      }
    case 'unknown':
      return { title: message('title.unknown'), sentence: [message('unknownNever')] }
    default:
      return { title: message(`title.${step.kind}`), sentence: envoy(step) }
  }
}
