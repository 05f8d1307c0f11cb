import type { Netns } from '@/lib/mesh/model'
import type { HookName } from '@/lib/netfilter/model'
import type { Flow } from '@/lib/walk/flow'

/**
 * The notes' number of a hook (design: the table of stages). What counts is whose connection it is: the client's towards
 * the gateway (2, 3), the gateway's towards the app (5, 6, 8), or one that the app opened itself (9 … 15).
 */
export function stageNumber(netns: Netns, hook: HookName, flow: Flow): number {
  switch (flow.role) {
    case 'toGateway':
      if (netns.kind === 'pod') return 4
      return hook === 'PREROUTING' || hook === 'OUTPUT' ? 2 : 3
    case 'toApp':
      if (netns.kind !== 'pod') return 5
      if (hook === 'PREROUTING' || hook === 'INPUT') return flow.packet.in === 'lo' ? 8 : 6
      return flow.packet.out === 'lo' ? 8 : 5
    case 'appOut':
      return hook === 'OUTPUT' ? 9 : 11
    case 'outside':
      return netns.kind === 'pod' ? 13 : 14
  }
}

/** The number of a proxy by the connection that reaches it. */
export function proxyNumber(flow: Flow, redirected: boolean): number {
  if (flow.role === 'appOut') return 12
  return redirected ? 7 : 4
}
