import type { Branch } from '@/lib/api/step'
import { outcomeOf } from '@/lib/path/fork'
import type { Counter, Layout } from '@/lib/path/model'
import { ruleKey } from '@/lib/path/rule-text'
import type { Story } from '@/lib/path/story'

/** For each fork of the followed path the ways that it could go. */
export function choicesOf(story: Story): Layout['choices'] {
  return [...story.forks.values()].map((fork) =>
    fork.branches.map((branch, index) => ({
      id: String.fromCharCode(97 + index),
      label: branch.label ?? String(index + 1),
      detail: nameOf(branch),
      chance: branch.probability,
      chosen: index === fork.chosen,
      verdict: branch.verdict,
      index,
      ...countedBy(branch),
    })),
  )
}

/** A rewrite is named by its address, a cluster by its subset and Service: outcomes that differ have different names. */
function nameOf(branch: Branch): string {
  const { title, detail, op } = outcomeOf(branch)
  return op !== null || typeof title !== 'string' ? detail : [title, detail].filter(Boolean).join(' ')
}

/** The rule that sends packets into a branch counts how many took it. */
function countedBy({ steps: [first] }: Branch): { counter?: Counter } {
  return first?.kind === 'rule' && first.counter ? { counter: { key: ruleKey(first), packets: first.counter.packets } } : {}
}

/** The numbers of the answer strip. */
export function countsOf(story: Story, there: number, back: number): Layout['counts'] {
  return {
    there,
    back,
    rewrites: story.steps.filter((s) => s.op !== undefined && s.op !== 'MARK').length,
    proxies: new Set(story.steps.flatMap((s) => (s.proxy && s.kind === 'listener' ? [s.proxy] : []))).size,
  }
}
