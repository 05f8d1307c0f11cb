import type { Step } from '@/lib/api/step'
import { called } from '@/lib/path/rule-text'

/** The packet's way through one chain once: the rules that matched there, and whether the chain came back to its caller; a trip: that caller went on with a rule of its own. */
export type Pass = { chain: string; depth: number; steps: Step[]; caller: Pass | null; returned: boolean; trip: boolean; builtIn: boolean }

/**
 * Rebuilds the call tree of one table in one hook from the rules that matched, in the kernel's order.
 * Chains that were entered and in which nothing matched stand with no steps. Passes come in the order in which they were entered.
 * `continues`: a fork follows, so the chain that was called last is not over and is left out.
 */
export function passes(steps: Step[], builtIn: string, continues: boolean): Pass[] {
  const root: Pass = { chain: builtIn, depth: 0, steps: [], caller: null, returned: false, trip: false, builtIn: true }
  const all = [root]
  let stack = [root]
  for (const step of steps) {
    const chain = step.chain ?? builtIn
    const at = stack.findLastIndex((p) => p.chain === chain)
    if (at >= 0) {
      for (const left of stack.slice(at + 1)) {
        left.returned = true
        left.trip = !(stack[at]?.builtIn ?? true)
      }
      stack = stack.slice(0, at + 1)
    } else {
      const caller = stack.at(-1) ?? root
      const unseen: Pass = { chain, depth: caller.depth + 1, steps: [], caller, returned: false, trip: false, builtIn: false }
      all.push(unseen)
      stack.push(unseen)
    }
    const current = stack.at(-1) ?? root
    current.steps.push(step)
    const target = called(step)
    if (target !== null && step.kind === 'rule') {
      const pass: Pass = {
        chain: target,
        depth: current.depth + 1,
        steps: [],
        caller: current,
        returned: false,
        trip: false,
        builtIn: false,
      }
      all.push(pass)
      stack.push(pass)
    }
  }
  for (const pass of all) if (!pass.builtIn && pass.steps.length === 0) pass.returned = true
  const last = all.at(-1)
  return continues && last && !last.builtIn && last.steps.length === 0 ? all.slice(0, -1) : all
}
