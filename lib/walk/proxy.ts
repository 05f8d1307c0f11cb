import type { Skipped, Step, Walk } from '@/lib/api/step'
import { evaluateProxy } from '@/lib/envoy/evaluate/proxy'
import type { EnvoyState } from '@/lib/envoy/evaluate/state'
import type { Downstream, EnvoyEnd, EnvoyEvent, EnvoyTree, SocketAddress } from '@/lib/envoy/model'
import { objectsBehind, type Workload } from '@/lib/istio/behind/objects-behind'
import type { Proxy as EnvoyProxy, Netns } from '@/lib/mesh/model'
import type { WalkContext } from '@/lib/walk/context'
import { envoyReason } from '@/lib/walk/envoy-reason'
import { type Flow, unchanged } from '@/lib/walk/flow'
import { frozenReason } from '@/lib/walk/frozen'
import { because, type Reason } from '@/lib/walk/reasons'
import { returnSteps } from '@/lib/walk/return-way'
import { withUncheckedServer } from '@/lib/walk/server-certificate'
import { proxyNumber } from '@/lib/walk/stages'
import { endAt, flatWays, fork, prepend } from '@/lib/walk/tree'
import { connectUpstream } from '@/lib/walk/upstream'
import { factCodes } from '@/lib/walk/words'

/** Requests that go from proxy to proxy in a circle end here. */
const MAX_PROXIES = 16

/** A connection was accepted by Envoy: its listener, filter chain, filters, route, cluster and endpoint, and the connection that follows. */
export function throughProxy(context: WalkContext, netns: Netns, proxy: EnvoyProxy, flow: Flow, local: SocketAddress): Walk {
  const { packet, original } = flow
  const redirected = original.dst !== local.ip || original.dport !== local.port
  const head: Step = {
    kind: 'listener',
    no: proxyNumber(flow, redirected),
    netns: netns.name,
    ...(netns.node ? { node: netns.node } : {}),
    proxy: proxy.id,
    packet: unchanged(packet),
    evidence: [],
  }
  if (flow.proxies >= MAX_PROXIES) return endAt([head], { kind: 'unknown', ...because('proxy-loop', { limit: String(MAX_PROXIES) }) })
  const spent = context.spend()
  if (spent) return endAt([{ ...head, kind: 'unknown', ...spent }], { kind: 'unknown', ...spent })
  const state = proxy.state()
  if (!state) {
    const frozen = frozenReason(netns)
    const reason = frozen ?? unseen(proxy)
    return endAt([{ ...head, kind: 'unknown', ...reason }], { kind: frozen ? 'dropped' : 'unknown', ...reason })
  }
  const downstream: Downstream = {
    local,
    originalDst: redirected ? { ip: original.dst, port: original.dport } : local,
    remote: { ip: packet.src, port: packet.sport },
    tls: flow.payload.tls,
    request: flow.payload.request,
    letPass: context.letPass,
  }
  const workload = workloadOf(netns, state)
  const behind = workload ? context.mesh.istioObjects() : null
  const toStep = (event: EnvoyEvent): Step => {
    const more = workload && behind ? objectsBehind(event, workload, behind) : []
    return envoyStep({ ...event, objects: [...new Set([...event.objects, ...more])] }, head, proxy)
  }
  const follow = (tree: EnvoyTree, before: Step[], tries: number): Walk => {
    const steps = [...before, ...tree.events.map(toStep)]
    if (tree.branches) {
      const ways = flatWays<EnvoyTree>(tree.branches).map(({ probability, label, tree: child }) => ({
        probability,
        label,
        walk: follow(child, [], tries),
      }))
      return fork(steps.length > 0 ? steps : [head], ways)
    }
    return tree.end ? finish(steps, tree.end, tries) : endAt(steps, { kind: 'unknown', ...because('proxy-endless') })
  }
  const finish = (steps: Step[], end: EnvoyEnd, tries: number): Walk => {
    switch (end.kind) {
      case 'answered':
        // The proxy that asked for a tunnel closes the connection that was to go through it.
        if (end.to === 'CONNECT' && flow.payload.request?.tunnel) {
          const refused = envoyReason(`The tunnel is refused (${end.status}): ${end.reason}`)
          return withReturn(endAt(steps, { kind: 'reset', flags: end.flags, ...refused }), flow)
        }
        return withReturn(endAt(steps, { kind: 'answered', status: end.status, flags: end.flags, ...envoyReason(end.reason) }), flow)
      case 'closed':
        return withReturn(
          endAt(steps, { kind: 'reset', flags: end.flags, ...(end.how === 'tls' ? { tls: true } : {}), ...envoyReason(end.reason) }),
          flow,
        )
      case 'unknown':
        return endAt(steps, { kind: 'unknown', ...envoyReason(end.reason) })
      case 'upstream': {
        const onward = connectUpstream(context, netns, flow, end, tries, (again) => follow(again, [], tries + 1))
        return prepend(withUncheckedServer(steps, onward), onward)
      }
    }
  }
  return follow(evaluateProxy(state, downstream), [], 1)
}

/** The pod that the proxy serves; null: an Envoy outside of the mesh. */
function workloadOf(netns: Netns, state: EnvoyState): Workload | null {
  if (!netns.pod) return null
  const { namespace, labels } = netns.pod.metadata
  // Only a sidecar has the listener that iptables lead to.
  const router = !state.dump.listeners().some(({ name }) => name === 'virtualInbound')
  return { namespace, labels: labels ?? {}, router }
}

function withReturn(walk: Walk, flow: Flow): Walk {
  return { ...walk, steps: [...walk.steps, ...returnSteps(flow)] }
}

function unseen({ id, why }: EnvoyProxy): Reason {
  return why ? because('proxy-unseen-why', { proxy: id, why }) : because('proxy-unseen', { proxy: id })
}

function skippedHere({ index, name, part, why }: EnvoyEvent['skipped'][number]): Skipped {
  const { reasonCode } = envoyReason(why)
  return { index, rule: name, part, why, ...(reasonCode ? { code: reasonCode.code, values: reasonCode.values } : {}) }
}

function envoyStep(event: EnvoyEvent, head: Step, proxy: EnvoyProxy): Step {
  const { kind, file, pointer, facts, objects, index, count, skipped, reason, security } = event
  const origin = proxy.origins[file]
  const named = {
    ...(event.listener ? { listener: event.listener } : {}),
    ...(event.filterChain ? { filterChain: event.filterChain } : {}),
    ...(event.filter ? { filter: event.filter } : {}),
    ...(event.routeConfig ? { routeConfig: event.routeConfig } : {}),
    ...(event.virtualHost ? { virtualHost: event.virtualHost } : {}),
    ...(event.route ? { route: event.route } : {}),
    ...(event.cluster ? { cluster: event.cluster } : {}),
    ...(event.endpoint ? { endpoint: event.endpoint } : {}),
  }
  return {
    ...head,
    kind,
    ...named,
    ...(security ? { security } : {}),
    facts,
    ...factCodes(facts),
    ...(objects.length > 0 ? { objects } : {}),
    ...(index !== undefined ? { ruleIndex: index } : {}),
    ...(count !== undefined ? { ruleCount: count } : {}),
    ...(skipped.length > 0 ? { skipped: skipped.map(skippedHere) } : {}),
    ...(reason ? envoyReason(reason) : {}),
    evidence: origin ? [{ ...origin, ...(pointer ? { pointer } : {}) }] : [],
  }
}
