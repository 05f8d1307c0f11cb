import { field, type Json, listOf, only, textField } from '@/lib/netfilter/nft/json'
import { changeStatement } from '@/lib/netfilter/nft/statement/change'
import { matchStatement } from '@/lib/netfilter/nft/statement/match'
import { breaks, eitherWay, ends, goOnWith, NEXT, notKnown, type StatementResult } from '@/lib/netfilter/nft/statement/statement-way'
import { tproxyStatement } from '@/lib/netfilter/nft/statement/tproxy'
import { translateStatement } from '@/lib/netfilter/nft/statement/translate'
import { readVerdict, verdictMapStatement } from '@/lib/netfilter/nft/statement/verdict'
import { isUnseen, type Scene } from '@/lib/netfilter/nft/value/value'
import { BESIDE as TARGETS_BESIDE } from '@/lib/netfilter/target/targets'

/** Statements that write or count something and go on. */
const BESIDE: ReadonlySet<string> = new Set([
  'counter',
  'log',
  'last',
  'ct helper',
  'ct timeout',
  'ct expectation',
  'secmark',
  'flow',
  'dup',
  'reset',
  'comment',
])

/** Statements that ask a state of the kernel which no dump shows: they go on or end the rule. */
const MEASURES: ReadonlySet<string> = new Set(['limit', 'quota', 'ct count'])

/** What one statement of a native rule does to a packet. */
export function runStatement(json: Json, scene: Scene): StatementResult {
  const [kind, body] = only(json) ?? []
  if (kind === undefined || body === undefined) return foreign(typeof json === 'string' ? json : JSON.stringify(json))
  const verdict = readVerdict(json)
  if (verdict) return verdict === 'next' ? NEXT : ends(verdict)
  if (BESIDE.has(kind)) return NEXT
  if (MEASURES.has(kind)) return eitherWay({ code: 'hidden-state', values: { module: kind } })
  switch (kind) {
    case 'match':
      return matchStatement(body, scene)
    case 'mangle':
      return changeStatement(body, scene)
    case 'vmap':
      return verdictMapStatement(body, scene)
    case 'dnat':
    case 'snat':
    case 'redirect':
    case 'masquerade':
      return translateStatement(kind, body, scene)
    case 'tproxy':
      return tproxyStatement(body, scene)
    case 'reject':
      return rejectStatement(body, scene)
    case 'notrack':
      return isUnseen(scene) ? goOnWith({ ...scene.view.packet, ctstate: new Set(['UNTRACKED']) }) : NEXT
    case 'queue':
      return {
        unknown: { code: 'by-program', values: { what: 'queue' } },
        ways: [
          { probability: null, label: 'accept', leads: { is: 'accept' } },
          { probability: null, label: 'drop', leads: { is: 'drop' } },
        ],
      }
    case 'set':
    case 'map':
    case 'meter':
      return listOf(field(body, 'stmt')).some((inner) => MEASURES.has(only(inner)?.[0] ?? ''))
        ? eitherWay({ code: 'hidden-state', values: { module: 'limit' } })
        : NEXT
    case 'xt':
      return xtStatement(body, scene)
    default:
      return foreign(kind)
  }
}

function foreign(target: string): StatementResult {
  return notKnown({ code: 'unknown-target', values: { target } }, target)
}

/** Matches of iptables that hold for every packet. */
const XT_ALWAYS: ReadonlySet<string> = new Set(['comment', 'nfacct'])

/** Targets of iptables that end the table, wherever they lead. */
const XT_TRANSLATES: ReadonlySet<string> = new Set(['DNAT', 'SNAT', 'NETMAP', 'REDIRECT'])

/** A match or a target of iptables: which one it is is all that nft lists of it. */
function xtStatement(body: Json, scene: Scene): StatementResult {
  const isMatch = textField(body, 'type') === 'match'
  const name = textField(body, 'name') ?? ''
  if (isMatch ? XT_ALWAYS.has(name) : TARGETS_BESIDE.has(name)) return NEXT
  // Its options choose a port; the address is the outgoing interface's.
  if (!isMatch && name === 'MASQUERADE') return translateStatement('masquerade', { flags: 'fully-random' }, scene)
  const what = `${isMatch ? '-m' : '-j'} ${name}`
  const reason = { code: 'not-listed', values: { what } }
  if (isMatch) return eitherWay(reason)
  return XT_TRANSLATES.has(name) ? ends({ is: 'unknown', reason, what }) : notKnown(reason, what)
}

/** nft lists a reject without the protocol that its answer needs: of other packets the rule is none. */
function rejectStatement(body: Json, { view }: Scene): StatementResult {
  const type = textField(body, 'type')
  const isIpv6 = view.packet.src.includes(':')
  const other = type === 'tcp reset' ? view.packet.proto !== 'tcp' : (type === 'icmp' && isIpv6) || (type === 'icmpv6' && !isIpv6)
  if (other)
    return breaks({
      code: 'differs',
      values: { field: 'protocol', got: view.packet.proto, want: type === 'tcp reset' ? 'tcp' : (type ?? '') },
    })
  // As iptables names REJECT's answers.
  const answer = `${isIpv6 ? 'icmp6' : 'icmp'}-${textField(body, 'expr') ?? 'port-unreachable'}`
  return ends({ is: 'reject', with: type === 'tcp reset' ? 'tcp-reset' : answer })
}
