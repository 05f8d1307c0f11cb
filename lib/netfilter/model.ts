/** Packet and byte counters of a rule or of a built-in chain's policy; for nat they count connections. */
export interface Counter {
  packets: number
  bytes: number
}

export type HookName = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING'

/** An option with its values as they stood, so that a rule can be printed back byte for byte. */
export interface RuleOption {
  negated: boolean
  name: string
  values: string[]
}

export interface Rule {
  table: string
  chain: string
  /** From 1, in its chain. */
  index: number
  /** As iptables-save prints it, without the counter. */
  text: string
  counter: Counter | null
  /** Line in the dump, from 1. */
  line: number
  options: RuleOption[]
  /** -j or -g target; null for a rule that only counts. */
  target: string | null
  goto: boolean
}

export interface Chain {
  name: string
  /** null for a chain of one's own. */
  policy: 'ACCEPT' | 'DROP' | null
  counter: Counter | null
  line: number
  rules: Rule[]
}

export interface Table {
  name: string
  chains: Map<string, Chain>
}

/** One `iptables-save` dump. */
export interface Ruleset {
  tables: Map<string, Table>
}

export type Proto = 'tcp' | 'udp'

/** The first packet of a new connection at one point of its way. `sport` null: the kernel has not chosen it yet or it is not known. */
export interface FlowPacket {
  proto: Proto
  src: string
  sport: number | null
  dst: string
  dport: number
  in: string | null
  out: string | null
  mark: number
  /** conntrack states that hold: NEW, DNAT, SNAT, ESTABLISHED, INVALID, UNTRACKED… */
  ctstate: ReadonlySet<string>
}

/** What a namespace knows beside its rules; every answer may be "unknown". */
export interface HookContext {
  hook: HookName
  /** addrtype of an address in this namespace by its routing table. */
  addressType(ip: string): 'LOCAL' | 'UNICAST' | 'BROADCAST' | 'MULTICAST' | 'UNREACHABLE' | 'BLACKHOLE' | 'PROHIBIT' | 'unknown'
  /** Addresses of an interface, the primary one first (MASQUERADE, REDIRECT). */
  addressesOf(iface: string): readonly string[]
  /** Owner of the socket that sends, only for locally made packets; null for forwarded ones. */
  owner: { uid: number; gid: number } | null
  /** Destination of the connection's original direction, for ctorigdst and for TPROXY's socket match. */
  original: { dst: string; dport: number }
  /** Source address the kernel would choose for a route to this address (MASQUERADE); null when unknown. */
  sourceFor(ip: string, out: string | null): string | null
}

/** One thing that the kernel would report while it passes the rules. */
export interface HookEvent {
  kind: 'rule' | 'policy' | 'return' | 'unknown'
  table: string
  chain: string
  rule: Rule | null
  /** CONTINUE, ACCEPT, DROP, RETURN, JUMP:CHAIN, GOTO:CHAIN as xtables-monitor says it. */
  outcome: string
  before: FlowPacket
  after: FlowPacket
  op: 'DNAT' | 'SNAT' | 'MASQUERADE' | 'REDIRECT' | 'TPROXY' | 'MARK' | null
  ruleCount: number
  /** Rules of the same chain passed over since the last event there, and which part did not match. */
  skipped: { rule: Rule; part: string; why: string }[]
  /** For unknown: what cannot be evaluated. */
  reason: string | null
}

/** How one way through a hook's tables ends. */
export interface HookEnd {
  verdict: 'accept' | 'drop' | 'reject'
  packet: FlowPacket
  /** REJECT's --reject-with. */
  rejectWith: string | null
  /** true as soon as a match on this way was unknown. */
  uncertain: boolean
}

/** The ways through one hook: events in order, then one end, or a fork. Probabilities null: unknown. */
export interface HookTree {
  events: HookEvent[]
  end: HookEnd | null
  branches: { probability: number | null; label: string; tree: HookTree }[] | null
}
