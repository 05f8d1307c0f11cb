import type { Packet, Step } from '@/lib/api/step'

/** The identity of a rule for counter deltas: namespace, table and the rule as it is printed. */
export const ruleKey = (step: Pick<Step, 'netns' | 'table' | 'rule' | 'family' | 'chain'>): string =>
  // A native rule does not name its chain.
  [step.netns, step.table, ...(step.family ? [step.family, step.chain] : []), step.rule].map((word) => word ?? '').join(' ')

/** A rule without what the card already says: its chain, its comment, and the match that only repeats the protocol. Of a mere comment, its text. */
export function shortRule(rule: string): string {
  const body = rule.replace(/^-A \S+ ?/, '')
  const short = body
    .replace(/-m comment --comment (?:"[^"]*"|\S+) ?/g, '')
    .replace(/(-p (tcp|udp) )-m \2 /, '$1')
    .replace(/ comment "[^"]{0,256}"$/, '')
    .trim()
  return short === '' ? body.replace(/^-m comment --comment /, '') : short
}

const host = (address: string) => (address.includes(':') ? `[${address}]` : address)
/** `*`: the port is the kernel's choice. */
export const source = (p: Packet) => `${host(p.src)}:${p.sport ?? '*'}`
export const destination = (p: Packet) => `${host(p.dst)}:${p.dport === 0 ? '*' : p.dport}`

/** What a rewriting step changed, before and after. */
export function rewritten(step: Step): { before: string; after: string } {
  if (!step.packet) return { before: '', after: '' }
  const { before, after } = step.packet
  return step.op === 'SNAT' || step.op === 'MASQUERADE'
    ? { before: source(before), after: source(after) }
    : { before: destination(before), after: destination(after) }
}

export const isRewrite = (step: Step) => step.op !== undefined && step.op !== 'MARK'

/** The chain that a rule calls, or null. */
export function called(step: Step): string | null {
  const match = /^(?:JUMP|GOTO):(.+)$/.exec(step.outcome ?? '')
  return match?.[1] ?? null
}

/** What the sender runs, as curl would be given it. */
export function commandOf(step: Step): string {
  const { command, url, method, host } = step.facts ?? {}
  if (command) return command
  return ['curl', method && method !== 'GET' ? `-X ${method}` : '', host ? `-H 'Host: ${host}'` : '', url].filter(Boolean).join(' ')
}
