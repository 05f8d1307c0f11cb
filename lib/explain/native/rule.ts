import { type Message, message } from '@/lib/explain/message'
import { sayAction } from '@/lib/explain/native/action'
import { sayMatch, sayMeasure } from '@/lib/explain/native/condition'
import type { RuleSaid } from '@/lib/explain/rule'
import { field, only } from '@/lib/netfilter/nft/json'
import type { NftRule, NftTable } from '@/lib/netfilter/nft/model'

/** Says a native rule statement by statement: what it does last, what it does before that, and of which packets. Pure; values are data. */
export function sayNative(rule: NftRule, { name: table, family }: NftTable): RuleSaid {
  const place = { table, chain: rule.chain, family }
  const when: Message[] = []
  const actions: Message[] = []
  for (const statement of rule.statements) {
    const [kind = '', body = null] = only(statement) ?? []
    const condition = kind === 'match' ? sayMatch(body) : sayMeasure(kind, body)
    const action = condition ? null : sayAction(statement, place)
    if (condition) when.push(condition)
    if (action) actions.push(action)
    if (kind === 'set' || kind === 'map' || kind === 'meter') when.push(...measuresIn(body))
  }
  const what = actions.pop() ?? message('say.count')
  return { what, when, ...(actions.length > 0 ? { first: actions } : {}), ...(rule.comment === null ? {} : { comment: rule.comment }) }
}

/** `update @set { ip saddr limit rate over 5/minute }`: what an element counts is a condition too. */
function measuresIn(body: Parameters<typeof field>[0]): Message[] {
  const inner = field(body, 'stmt')
  return (Array.isArray(inner) ? inner : []).flatMap((statement) => {
    const [kind = '', own = null] = only(statement) ?? []
    return sayMeasure(kind, own) ?? []
  })
}
