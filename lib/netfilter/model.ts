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
  /** Unquoted. */
  values: string[]
  /** The values as they stood, with their quotes. */
  raw?: string[]
}

/** Every field may be a getter that reads the dump when first asked: copy fields by name, do not spread or serialise a rule. */
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

/** How a base chain hangs on a hook. `order`: its place among all that were made, the later ones later. */
export interface ChainBase {
  hook: HookName
  priority: number
  type: 'filter' | 'nat' | 'route'
  order: number
}

export interface Chain {
  name: string
  /** null for a chain of one's own. */
  policy: 'ACCEPT' | 'DROP' | null
  counter: Counter | null
  line: number
  rules: Rule[]
  /** Whether the kernel has this base chain, where it was asked: iptables-nft prints built-in chains that nothing created. undefined: not known. */
  hooked?: boolean
}

export interface Table {
  name: string
  chains: Map<string, Chain>
  /** nftables' family of a native table; absent: a table of iptables. */
  family?: string
}

/** One `iptables-save` dump. */
export interface Ruleset {
  tables: Map<string, Table>
}

/** What sockets listen with. */
export type Proto = 'tcp' | 'udp'
/** What packets are followed with. */
export type FlowProto = Proto | 'sctp' | 'icmp' | 'icmpv6'

/** The first packet of a new connection at one point of its way. `sport` null: the kernel has not chosen it yet or it is not known. */
export interface FlowPacket {
  proto: FlowProto
  src: string
  sport: number | null
  dst: string
  dport: number
  in: string | null
  out: string | null
  mark: number
  /** conntrack states that hold: NEW, DNAT, SNAT, ESTABLISHED, INVALID, UNTRACKED… */
  ctstate: ReadonlySet<string>
  /** conntrack's mark in this namespace; absent is 0, as every new entry has it. */
  ctmark?: number
  /** Before conntrack, -j CT gave the packet a template of a connection: new, and empty. */
  template?: boolean
}

export type AddressType = 'LOCAL' | 'UNICAST' | 'BROADCAST' | 'MULTICAST' | 'ANYCAST' | 'UNREACHABLE' | 'BLACKHOLE' | 'PROHIBIT' | 'unknown'

/** How the way back is looked up: with which mark, by any interface (`loose`), or also to an address of this namespace. */
export interface ReversePath {
  mark: number
  loose: boolean
  acceptLocal: boolean
}

/** What a namespace knows beside its rules; every answer may be "unknown". */
export interface HookContext {
  hook: HookName
  /** addrtype of an address in this namespace by its routing table; with `dev`, as that interface alone sees it. */
  addressType(ip: string, dev?: string | null): AddressType
  /** Addresses of an interface, the primary one first (MASQUERADE, REDIRECT). */
  addressesOf(iface: string): readonly string[]
  /** Owner of the socket that sends, only for locally made packets; null for forwarded ones. A null uid or gid: not known. */
  owner: { uid: number | null; gid: number | null } | null
  /** The connection's original direction, for ctorigdst, ctorigsrc…; `src` and `sport` absent: the packet's own, as long as nothing translated them. */
  original: { dst: string; dport: number; src?: string; sport?: number | null }
  /** Source address the kernel would choose for a route to this address (MASQUERADE); null when unknown. */
  sourceFor(ip: string, out: string | null): string | null
  /** The packet has its conntrack entry and its translations already: it left OUTPUT over `lo` and comes in again. No nat table is met. */
  natDone?: boolean
  /** The interface by which a packet came in that is in POSTROUTING now, where `in` is null. Absent: none, or not known. */
  cameBy?: string | null
  /** A listening socket of this namespace: bound to that very address, to any address, or none. Absent: unknown. */
  listener?(proto: Proto, ip: string, port: number): 'exact' | 'any' | 'none' | 'unknown'
  /** Whether the answer to this packet would leave by the interface it came in on (rpfilter). Absent: unknown. */
  reversePath?(packet: FlowPacket, how?: ReversePath): boolean | 'unknown'
}

/** Why a part of a rule did not match or cannot be known: a code for the translations, values for it, and the English sentence made of both. */
export interface MatchReason {
  code: string
  values: Record<string, string>
}

/** One thing that the kernel would report while it passes the rules. */
export interface HookEvent {
  kind: 'rule' | 'policy' | 'return' | 'unknown'
  /** The table itself: its family, and which of the rule sets that were seen it belongs to. null: of no single one. */
  from: Table | null
  /** The base chain on whose way it happened; empty: none. */
  base: string
  /** Its type; null: of none. */
  type: ChainBase['type'] | null
  table: string
  chain: string
  rule: Rule | null
  /** CONTINUE, ACCEPT, DROP, RETURN, JUMP:CHAIN, GOTO:CHAIN as xtables-monitor says it. */
  outcome: string
  before: FlowPacket
  after: FlowPacket
  op: 'DNAT' | 'SNAT' | 'MASQUERADE' | 'REDIRECT' | 'TPROXY' | 'MARK' | null
  /** The port of the socket that a native tproxy gave the packet to. */
  port?: number
  /** Line of the rule, or of the chain's heading; 0: not known. */
  line: number
  ruleCount: number
  /** Rules of the same chain passed over since the last event there. */
  skipped: PassedOver
  /** For unknown: what cannot be evaluated. */
  reason: string | null
  /** The same for the translations. */
  reasonCode?: MatchReason
}

/** Rules that did not match. Which part of each did not is worked out when it is asked for. */
export interface PassedOver {
  readonly count: number
  /** The last `limit` of them, in their order; without a limit all. */
  nearest(limit?: number): SkippedRule[]
}

/** A rule that was passed over, and the part of it that did not match. */
export interface SkippedRule {
  rule: Rule
  /** The part as it stands in the rule: `-s 10.0.0.0/8`, `! --dport 80`. */
  part: string
  /** English. */
  why: string
  code: string
  values: Record<string, string>
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

/** One way of a fork. `label` is the target of the rule that matched, or the field's word for none of them. */
export interface HookBranch {
  probability: number | null
  label: string
  /** The rule that matched on this way; null on the way on which none of the fork's rules did. */
  rule?: Rule | null
  tree: HookTree
}

/** The ways through one hook: events in order, then one end, or a fork, or neither: the last event, an `unknown`, says why nothing more can be told. */
export interface HookTree {
  events: HookEvent[]
  end: HookEnd | null
  branches: HookBranch[] | null
}
