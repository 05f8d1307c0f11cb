import { type Answer, compare, notKnown, notReadable, readByVersion } from '@/lib/netfilter/match/answer'
import type { Part } from '@/lib/netfilter/match/module'
import { inRanges, MAX_PORT, parseRange, type Range } from '@/lib/netfilter/match/range'
import type { RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** A part that compares ports: `--dport 80`, `--dports 80,443,8000:8100`. `field` null: either port. */
export function portPart(option: RuleOption, field: 'sport' | 'dport' | null): Part {
  const text = printOption(option)
  const value = option.values[0] ?? ''
  const ranges = value.split(',').map((range) => parseRange(range, ':', MAX_PORT))
  if (ranges.includes(null)) return { text, test: () => notReadable(text) }
  const known = ranges.filter((range) => range !== null)
  const [range, ...others] = known
  const one = range && others.length === 0 && range.from === range.to && !option.negated && field === 'dport'
  return {
    text,
    ...(one ? { demand: { of: 'dport', port: range.from } } : {}),
    test: ({ packet }) => {
      if (field === 'dport') return comparePort(known, packet.dport, option.negated, 'dport', value)
      if (field === 'sport') return comparePort(known, packet.sport, option.negated, 'sport', value)
      if (inRanges(known, packet.dport)) return compare(true, option.negated, 'dport', String(packet.dport), value)
      return comparePort(known, packet.sport, option.negated, 'sport', value)
    },
  }
}

function comparePort(ranges: readonly Range[], port: number | null, negated: boolean, field: 'sport' | 'dport', want: string): Answer {
  if (port === null)
    return ranges.some(({ from, to }) => from === 0 && to === MAX_PORT) ? compare(true, negated, field, '-', want) : notKnown(field)
  return compare(inRanges(ranges, port), negated, field, String(port), want)
}

/**
 * Both ports excluded, `! --sport 1 ! --dport 2`: iptables-nft before 1.8.11 compares them as one number, so that it excludes only packets that have
 * both. Where one of them alone says no, it is therefore unknown. Source: iptables 1.8.9, add_nft_tcpudp in iptables/nft.c.
 */
export function mergeExcludedPorts(options: readonly RuleOption[], parts: readonly Part[]): Part[] {
  const excluded = parts.filter((_, index) => isExcludedPort(options[index]))
  if (excluded.length !== 2) return [...parts]
  const text = excluded.map((part) => part.text).join(' ')
  return parts.map((part) => {
    const other = excluded.find((candidate) => candidate !== part)
    if (!excluded.includes(part) || !other) return part
    return {
      text: part.text,
      test: (view) => {
        const answer = part.test(view)
        return answer.is === 'no' && other.test(view).is === 'yes' ? readByVersion(text) : answer
      },
    }
  })
}

function isExcludedPort(option: RuleOption | undefined): boolean {
  return (
    option?.negated === true &&
    /^--(sport|dport|source-port|destination-port)$/.test(option.name) &&
    /^0*[1-9]\d*$/.test(option.values[0] ?? '')
  )
}
