import type { Chain, Counter, Rule } from '@/lib/netfilter/model'
import type { ParsedDump } from '@/lib/netfilter/parse/dump'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** Prints a parsed dump from its tables, chains, counters and options: the bytes that `iptables-save` had printed. */
export function printIptablesSave(dump: ParsedDump): string {
  const lines = new Array<string>(dump.lineCount).fill('')
  for (const [line, text] of dump.verbatim) lines[line - 1] = text
  for (const [line, table] of dump.headings) lines[line - 1] = `*${table.name}`
  for (const table of dump.ruleset.tables.values()) {
    for (const chain of table.chains.values()) {
      lines[chain.line - 1] = printChain(chain)
      for (const rule of chain.rules) lines[rule.line - 1] = (rule.counter ? `${printCounter(rule.counter)} ` : '') + printRule(rule)
    }
  }
  return lines.join('\n') + (dump.endsWithNewline ? '\n' : '')
}

/** A rule without its counter. */
export function printRule(rule: Rule): string {
  return [`-A ${rule.chain}`, ...rule.options.map(printOption)].join(' ')
}

function printChain(chain: Chain): string {
  const heading = `:${chain.name} ${chain.policy ?? '-'}`
  return chain.counter ? `${heading} ${printCounter(chain.counter)}` : heading
}

function printCounter(counter: Counter): string {
  return `[${counter.packets}:${counter.bytes}]`
}
