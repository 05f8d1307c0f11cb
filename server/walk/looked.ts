import type { Step } from '@/lib/api/step'

/** The namespaces (nodes, NAMESPACE.POD) that a walk passes, in all its branches: what somebody looks at who sees it. */
export function placesOf(steps: readonly Step[]): Set<string> {
  const found = new Set<string>()
  const visit = (list: readonly Step[]) => {
    for (const step of list) {
      if (step.netns) found.add(step.netns)
      for (const branch of step.branches ?? []) visit(branch.steps)
    }
  }
  visit(steps)
  return found
}
