import type { Step } from '@/lib/api/step'
import { podOfNetns } from '@/lib/explain/names'

/** Where a step happens, from the outside in: node, pod, then table and hook or the kind of Envoy resource. */
export function breadcrumb(step: Step): string[] {
  const pod = step.node !== undefined && step.netns !== undefined && step.netns !== step.node ? podOfNetns(step.netns)?.pod : undefined
  const inside = step.proxy ? ['Envoy', step.kind] : [step.table, step.hook].filter((part) => part !== undefined)
  return [step.node ?? step.netns, pod, ...inside].filter((part) => part !== undefined && part !== '') as string[]
}
