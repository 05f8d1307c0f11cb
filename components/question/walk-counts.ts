import type { Step, Walk } from '@/lib/api/step'

/** Calls `visit` for every step, branches included, in walk order. */
export function eachStep(steps: readonly Step[], visit: (step: Step) => void): void {
  for (const step of steps) {
    visit(step)
    for (const branch of step.branches ?? []) eachStep(branch.steps, visit)
  }
}

/** How many times the packet is rewritten and how many proxies it meets, over all branches, each once. */
export function countWalk(walk: Walk): { rewrites: number; proxies: number } {
  const rewrites = new Set<string>()
  const proxies = new Set<string>()
  eachStep(walk.steps, (step) => {
    if (step.op && step.op !== 'MARK') rewrites.add([step.netns, step.hook, step.chain, step.ruleIndex, step.op].join(' '))
    if (step.proxy && (step.kind === 'listener' || step.kind === 'route' || step.kind === 'cluster')) proxies.add(step.proxy)
  })
  return { rewrites: rewrites.size, proxies: proxies.size }
}
