import type { Way } from '@/lib/netfilter/evaluate/way'
import type { HookTree } from '@/lib/netfilter/model'
import type { NftRule, NftTable } from '@/lib/netfilter/nft/model'
import type { RunResult } from '@/lib/netfilter/nft/run'

/** Does what a native rule that matched ends with. A tree: the way ends here; null: it goes on. */
export function applyVerdict(way: Way, rule: NftRule, result: Extract<RunResult, { is: 'matched' }>, table: NftTable): HookTree | null {
  const { progress, verdict } = result
  if (!verdict) {
    way.matched(rule, { kind: 'continue', packet: progress.packet, op: progress.op }, progress)
    way.advance()
    return null
  }
  switch (verdict.is) {
    case 'accept':
      way.matched(rule, { kind: 'accept', packet: progress.packet, op: progress.op }, progress)
      way.leaveTable()
      return null
    case 'drop':
      way.matched(rule, { kind: 'drop' }, progress)
      return way.end('drop')
    case 'reject':
      way.matched(rule, { kind: 'reject', rejectWith: verdict.with }, progress)
      return way.end('reject', verdict.with)
    case 'return':
      way.matched(rule, { kind: 'return' }, progress)
      return way.returnFromChain() === 'DROP' ? way.end('drop') : null
    case 'jump':
    case 'goto': {
      const chain = table.chains.get(verdict.chain)
      if (!chain) return way.stop({ code: 'unknown-target', values: { target: verdict.chain } }, rule)
      return way.jump(rule, chain, verdict.is === 'goto', progress)
    }
    case 'unknown':
      way.matchedUnknown(rule)
      return way.stop(verdict.reason, rule)
  }
}
