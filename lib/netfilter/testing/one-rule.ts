import { compileRule } from '@/lib/netfilter/evaluate/compile'
import { type RuleAnswer, testRule } from '@/lib/netfilter/evaluate/test-rule'
import { PacketView } from '@/lib/netfilter/match/packet-view'
import type { FlowPacket, HookContext, Rule } from '@/lib/netfilter/model'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import type { Outcome } from '@/lib/netfilter/target/outcome'
import { TARGETS } from '@/lib/netfilter/target/targets'

/** A first packet of a TCP connection, with what a test changes. */
export function packetOf(changes: Partial<FlowPacket> = {}): FlowPacket {
  return {
    proto: 'tcp',
    src: '192.0.2.10',
    sport: 40000,
    dst: '198.51.100.20',
    dport: 80,
    in: 'eth0',
    out: null,
    mark: 0,
    ctstate: new Set(['NEW']),
    ...changes,
  }
}

/** A namespace that owns 198.51.100.20 on eth0 and knows nothing else, with what a test changes. */
export function contextOf(changes: Partial<HookContext> = {}): HookContext {
  return {
    hook: 'PREROUTING',
    addressType: (ip) => (ip === '198.51.100.20' ? 'LOCAL' : 'UNICAST'),
    addressesOf: (iface) => (iface === 'eth0' ? ['198.51.100.20'] : []),
    sourceFor: () => '198.51.100.20',
    owner: null,
    original: { dst: '198.51.100.20', dport: 80 },
    ...changes,
  }
}

/** The only rule of a dump that has just this one. */
export function ruleOf(text: string): Rule {
  const dump = parseIptablesSave(`*filter\n:T - [0:0]\n-A T ${text}\nCOMMIT\n`)
  const rule = dump.ruleset.tables.get('filter')?.chains.get('T')?.rules[0]
  if (!rule || dump.problems.length > 0) throw new Error(`no rule: ${JSON.stringify(dump.problems)}`)
  return rule
}

/** What a rule's matches say of a packet. */
export function answerOf(text: string, packet: Partial<FlowPacket> = {}, context: Partial<HookContext> = {}): RuleAnswer {
  return testRule(compileRule(ruleOf(text)), new PacketView(packetOf(packet), contextOf(context)))
}

/** The same in one word. */
export function says(text: string, packet: Partial<FlowPacket> = {}, context: Partial<HookContext> = {}): RuleAnswer['is'] {
  return answerOf(text, packet, context).is
}

/** What a rule's target does to a packet. */
export function outcomesOf(text: string, packet: Partial<FlowPacket> = {}, context: Partial<HookContext> = {}): Outcome[] {
  const compiled = compileRule(ruleOf(text))
  const target = TARGETS.get(compiled.target ?? '')
  if (!target) throw new Error(`no target ${compiled.target}`)
  return target(packetOf(packet), compiled.targetOptions, contextOf(context))
}
