import type { Flow } from '@/lib/envoy/evaluate/flow'

/** Said where an evaluation ends because its forks multiplied. */
export const TOO_MUCH = 'There are more outcomes than are followed.'

/** Takes `cost` of what may still be followed; true: nothing is left. */
export function exhausted(flow: Flow, cost: number): boolean {
  flow.budget.steps -= cost
  return flow.budget.steps < 0
}
