import { compare, notModelled } from '@/lib/netfilter/match/answer'
import type { MatchModule, Part } from '@/lib/netfilter/match/module'
import { mergeExcludedPorts, portPart } from '@/lib/netfilter/match/ports'
import type { RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'

const ALL = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG']

/** `-m tcp`. The packet is the first of a connection: of its flags only SYN is set. */
export const tcp: MatchModule = {
  compile: (options) => mergeExcludedPorts(options, options.map(compileOption)),
}

function compileOption(option: RuleOption): Part {
  const text = printOption(option)
  switch (option.name) {
    case '--sport':
    case '--source-port':
      return portPart(option, 'sport')
    case '--dport':
    case '--destination-port':
      return portPart(option, 'dport')
    case '--syn':
      return { text, test: () => compare(true, option.negated, 'flags', 'SYN', text) }
    case '--tcp-flags': {
      const mask = flagsOf(option.values[0] ?? '')
      const wanted = flagsOf(option.values[1] ?? '')
      const holds = mask.every((flag) => (flag === 'SYN') === wanted.includes(flag)) && wanted.every((flag) => mask.includes(flag))
      return { text, test: () => compare(holds, option.negated, 'flags', 'SYN', option.values.join(' ')) }
    }
    default:
      return { text, test: () => notModelled(text) }
  }
}

function flagsOf(text: string): string[] {
  if (text === 'ALL') return ALL
  return text === 'NONE' ? [] : text.split(',')
}
