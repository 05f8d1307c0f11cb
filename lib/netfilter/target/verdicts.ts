import { optionValue, type Target } from '@/lib/netfilter/target/outcome'

/** What REJECT answers with when the rule does not say. */
const DEFAULT_REJECT = 'icmp-port-unreachable'

/** -j ACCEPT: ends this table for the packet, not the hook. */
export const accept: Target = (packet) => [{ kind: 'accept', packet, op: null }]

/** -j DROP. */
export const drop: Target = () => [{ kind: 'drop' }]

/** -j RETURN: back to the calling chain, or to the policy of a built-in one. */
export const back: Target = () => [{ kind: 'return' }]

/** -j REJECT [--reject-with TYPE]. */
export const reject: Target = (_packet, options) => [
  { kind: 'reject', rejectWith: optionValue(options, '--reject-with') ?? DEFAULT_REJECT },
]
