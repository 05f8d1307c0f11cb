import type { Step } from '@/lib/api/step'

/** The Kubernetes objects that steps are about, as GET /api/object-events is asked for them: pod, node, Services. */
export function objectsOf(steps: readonly Step[]): string[] {
  const found = steps.flatMap(({ netns, node, objects }) => [
    ...(netns === undefined ? [] : [`Node//${netns}`, ...podOf(netns)]),
    ...(node === undefined ? [] : [`Node//${node}`]),
    ...(objects ?? []).flatMap((object) => (object.startsWith('Service ') ? [`Service/${object.slice('Service '.length)}`] : [])),
  ])
  return [...new Set(found)].slice(0, MOST)
}

const MOST = 40

/** A network namespace with a dot in its name may be a pod's (NAMESPACE.POD), or a node's whose name has dots. */
function podOf(netns: string): string[] {
  const dot = netns.indexOf('.')
  return dot < 0 ? [] : [`Pod/${netns.slice(0, dot)}/${netns.slice(dot + 1)}`]
}
