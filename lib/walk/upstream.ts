import type { Verdict, Walk } from '@/lib/api/step'
import type { EnvoyTree } from '@/lib/envoy/model'
import { PROXY_UID } from '@/lib/istio/proxy-defaults'
import type { Netns } from '@/lib/mesh/model'
import type { FlowPacket } from '@/lib/netfilter/model'
import type { WalkContext } from '@/lib/walk/context'
import type { Flow, Role } from '@/lib/walk/flow'
import { because } from '@/lib/walk/reasons'
import { answerToDownstream, isRetried, type Upstream } from '@/lib/walk/retry'
import { mapEnds } from '@/lib/walk/tree'

/** Envoy's own user in Istio's images, for a proxy whose processes were not observed. */
const PROXY_USER = { uid: PROXY_UID, gid: PROXY_UID }

/**
 * The connection that Envoy opens to the endpoint it chose; `tries` counts from 1. When it fails, or is answered with what the route
 * retries, the endpoint is chosen again (`again`) and walked once more, as often as the route's policy says.
 */
export function connectUpstream(
  context: WalkContext,
  netns: Netns,
  flow: Flow,
  end: Upstream,
  tries: number,
  again: (tree: EnvoyTree) => Walk,
): Walk {
  const next = newConnection(netns, flow, end)
  if (!next) return { verdict: { kind: 'unknown', ...because('no-source', { netns: netns.name, ip: end.to.ip }) }, steps: [] }
  return mapEnds(context.onward.send(context, netns, next), (verdict: Verdict): Walk => {
    if (end.tryAgain && end.retry && tries <= end.retry.attempts && isRetried(verdict, end.retry)) return again(end.tryAgain())
    return { verdict: answerToDownstream(verdict, end), steps: [] }
  })
}

function newConnection(netns: Netns, flow: Flow, end: Upstream): Flow | null {
  const mark = end.mark ?? 0
  const route = netns.routing()?.lookupRoute({ dst: end.to.ip, src: null, mark, iif: null })
  const src = end.bind === 'original' ? flow.packet.src : (end.bind ?? route?.src)
  if (!src) return null
  const { ip: dst, port: dport } = end.to
  const packet: FlowPacket = { proto: 'tcp', src, sport: null, dst, dport, in: null, out: null, mark, ctstate: new Set(['NEW']) }
  return {
    ...flow,
    packet,
    payload: { tls: end.tls, request: end.request },
    original: { dst, dport },
    owner: ownerOfProxy(netns),
    role: roleAfter(flow),
    hops: 0,
    translating: [],
    proxies: flow.proxies + 1,
  }
}

function ownerOfProxy(netns: Netns): { uid: number; gid: number } {
  const envoy = netns.processes().find((process) => process.comm === 'envoy')
  return envoy ? { uid: envoy.uid, gid: envoy.gid } : PROXY_USER
}

function roleAfter(flow: Flow): Role {
  return flow.role === 'appOut' ? 'outside' : 'toApp'
}
