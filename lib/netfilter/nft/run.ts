import { PacketView } from '@/lib/netfilter/match/packet-view'
import type { FlowPacket, HookContext, HookEvent, MatchReason } from '@/lib/netfilter/model'
import type { Json } from '@/lib/netfilter/nft/json'
import type { NftRule, NftTable } from '@/lib/netfilter/nft/model'
import { printStatement } from '@/lib/netfilter/nft/print/rule'
import { runStatement } from '@/lib/netfilter/nft/statement/statement'
import type { NftVerdict, StatementWay } from '@/lib/netfilter/nft/statement/statement-way'

/** How far a rule has been carried out: statements before `at` are done. */
export interface Progress {
  at: number
  packet: FlowPacket
  op: HookEvent['op']
  port: number | null
}

/** A rule that forked, and the way that is taken there. */
export interface Resumed {
  progress: Progress
  way: StatementWay
}

/** What a native rule does to a packet. */
export type RunResult =
  /** It matched; a null verdict: it goes on with the next rule. */
  | { is: 'matched'; progress: Progress; verdict: NftVerdict | null }
  /** It did not; what it set before the part that did not match stays set. */
  | { is: 'passed'; packet: FlowPacket; statement: Json; reason: MatchReason | null }
  | { is: 'fork'; progress: Progress; ways: readonly StatementWay[]; part: string; unknown: MatchReason | null }

/** Where a rule is carried out. `tracked`: conntrack has seen the packet and keeps it. */
export interface Stage {
  table: NftTable
  context: HookContext
  ctstate: (packet: FlowPacket) => ReadonlySet<string>
}

/** Carries a rule out, statement by statement, until it ends or forks. `resumed`: it forked before, and one way is taken. */
export function runRule(rule: NftRule, packet: FlowPacket, stage: Stage, resumed: Resumed | null): RunResult {
  const { statements } = rule
  let progress: Progress = resumed?.progress ?? { at: 0, packet, op: null, port: null }
  let taken: StatementWay | null = resumed?.way ?? null
  while (progress.at < statements.length) {
    const statement = statements[progress.at] ?? null
    if (!taken) {
      const { ways, unknown } = runStatement(statement, sceneOf(progress.packet, stage))
      const [first, ...others] = ways
      if (!first) break
      if (others.length > 0 || unknown) {
        return { is: 'fork', progress, ways, part: printStatement(statement, stage.table.family), unknown: unknown ?? null }
      }
      taken = first
    }
    const { leads } = taken
    if (leads === 'break') return { is: 'passed', packet: progress.packet, statement, reason: taken.reason ?? null }
    progress = {
      at: progress.at + 1,
      packet: taken.packet ?? progress.packet,
      // A mark that is set behind tproxy does not hide it.
      op: progress.op === 'TPROXY' ? progress.op : (taken.op ?? progress.op),
      port: taken.port ?? progress.port,
    }
    taken = null
    if (leads !== 'next') return { is: 'matched', progress, verdict: leads }
  }
  return { is: 'matched', progress, verdict: null }
}

/** As every packet comes in. */
const FRESH: ReadonlySet<string> = new Set(['NEW'])

function sceneOf(packet: FlowPacket, { table, context, ctstate }: Stage) {
  const states = ctstate(packet)
  return {
    view: new PacketView(packet, context, states),
    table,
    tracked: !states.has('INVALID') && !states.has('UNTRACKED'),
    beforeConntrack: () => ctstate({ ...packet, ctstate: FRESH, template: false }).has('INVALID'),
  }
}
