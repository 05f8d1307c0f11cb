import type { HookName } from '@/lib/netfilter/model'
import { MARKER_PROTOCOL, PACKET_ID } from '@/oracle/kernel/packet/frame'

/** The oracle's own table. Its chains stand before and behind all others of a hook, and show the packet as it comes in and as it leaves. */
export const TRACER = 'hopscope_oracle'

const HOOKS: readonly HookName[] = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']
/** Before raw (−300), and behind source translation (100). */
const [FIRST, LAST] = [-450, 250]

/** The tracer as `nft -f` reads it. What is not the oracle's own, as the kernel's answers, is dropped before it meets a rule and moves a counter. */
export function tracerTable(): string {
  const first = [
    `ip protocol ${MARKER_PROTOCOL} meta nftrace set 1 drop`,
    `ip id ${PACKET_ID} meta nftrace set 1 accept`,
    `ip6 flowlabel ${PACKET_ID} meta nftrace set 1 accept`,
    'drop',
  ].join('; ')
  const chains = HOOKS.flatMap((hook) => [
    chain(`${hook}_begin`, hook, FIRST, hook === 'PREROUTING' || hook === 'OUTPUT' ? first : ''),
    // Sockets never get what a test sent: they would answer, and remember.
    chain(`${hook}_end`, hook, LAST, hook === 'INPUT' ? 'drop' : ''),
  ])
  // A chain that nothing reaches: a rule that asks for connections switches their tracking on, without which no nat table is met.
  const tracking = 'chain tracking { ct state new\n}'
  return `table inet ${TRACER} {\n${[...chains, tracking].join('\n')}\n}\n`
}

function chain(name: string, hook: HookName, priority: number, rules: string): string {
  return `chain ${name} { type filter hook ${hook.toLowerCase()} priority ${priority}; ${rules}\n}`
}
