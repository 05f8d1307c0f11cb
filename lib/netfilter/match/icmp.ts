import { compare, notReadable } from '@/lib/netfilter/match/answer'
import type { MatchModule, Part } from '@/lib/netfilter/match/module'
import type { RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'
import { isIcmp } from '@/lib/netfilter/protocol'

/** `-m icmp` and `-m icmp6`: a packet of another protocol has no ICMP type at all, not even a negated one; the first one of a flow is an echo request. */
export const icmp: MatchModule = { compile: (options) => options.map(compileOption) }

/** iptables-save prints numbers: `8`, `3/4`, and 255 for any. */
function compileOption(option: RuleOption): Part {
  const text = printOption(option)
  const value = option.values[0] ?? ''
  const numbers = /^(\d{1,3})(?:\/(\d{1,3}))?$/.exec(value)
  return {
    text,
    test: ({ packet }) => {
      if (!isIcmp(packet)) return compare(false, false, 'protocol', packet.proto, 'icmp')
      if (!numbers) return value === 'any' ? compare(true, option.negated, 'icmptype', value, value) : notReadable(text)
      const [type, code] = [packet.dport >> 8, packet.dport & 0xff]
      const [wanted, exact] = [Number(numbers[1]), numbers[2]]
      const anything = wanted === 255 && exact === undefined && packet.proto === 'icmp'
      const holds = anything || (type === wanted && (exact === undefined || code === Number(exact)))
      return compare(holds, option.negated, 'icmptype', String(type), value)
    },
  }
}
