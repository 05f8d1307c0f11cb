import type { Place } from '@/server/source/cluster/netns-collector'
import type { LivePod } from '@/server/source/cluster/pods'

/** The network namespaces that could be read: nodes, and pods that run and have one of their own. */
export function placesOf(nodes: readonly { name: string }[], pods: readonly LivePod[]): Place[] {
  const ofNodes = nodes.map(({ name }): Place => ({ netns: name, folder: `nodes/${name}`, node: name, ip: null, uid: name }))
  const ofPods = pods.flatMap((pod): Place[] =>
    pod.running && pod.node && pod.ip && !pod.hostNetwork
      ? [{ netns: pod.netns, folder: `pods/${pod.netns}`, node: pod.node, ip: pod.ip, uid: `${pod.uid} ${pod.ip}` }]
      : [],
  )
  return [...ofNodes, ...ofPods]
}
