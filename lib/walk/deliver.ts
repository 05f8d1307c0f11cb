import type { Step, Walk } from '@/lib/api/step'
import type { Netns } from '@/lib/mesh/model'
import { withPort } from '@/lib/netfilter/address/format'
import { findListener } from '@/lib/netfilter/sockets/listeners'
import type { WalkContext } from '@/lib/walk/context'
import { type Flow, unchanged } from '@/lib/walk/flow'
import { throughProxy } from '@/lib/walk/proxy'
import { because } from '@/lib/walk/reasons'
import { returnSteps } from '@/lib/walk/return-way'
import { ownerOfSocket } from '@/lib/walk/socket-owner'
import { stageNumber } from '@/lib/walk/stages'
import { endAt, prepend } from '@/lib/walk/tree'

/** The packet has passed INPUT: which socket takes it, and what stands behind it. `tproxyPort`: the port that TPROXY chose instead. */
export function deliver(context: WalkContext, netns: Netns, flow: Flow, tproxyPort: number | null): Walk {
  const { dst, dport } = flow.packet
  const port = tproxyPort ?? dport
  const head: Step = {
    kind: 'socket',
    no: stageNumber(netns, 'INPUT', flow),
    netns: netns.name,
    ...(netns.node ? { node: netns.node } : {}),
    packet: unchanged(flow.packet),
    evidence: [],
  }
  const observed = netns.sockets()
  if (!observed) {
    const reason = because('sockets-unseen', { netns: netns.name })
    return endAt([{ ...head, kind: 'unknown', ...reason }], { kind: 'unknown', ...reason })
  }
  const socket = findListener(observed.sockets, dst, port)?.socket
  if (!socket) {
    const reason = because('no-listener', { address: withPort(dst, port), netns: netns.name })
    return endAt([{ ...head, facts: { address: withPort(dst, port) }, ...reason, evidence: [observed.origin] }], {
      kind: 'rejected',
      ...reason,
    })
  }
  const process = ownerOfSocket(context.mesh, netns, socket)
  const step: Step = {
    ...head,
    facts: { ...(process === null ? {} : { process }), address: `${socket.address}:${socket.port}` },
    evidence: [{ ...observed.origin, ...(socket.line ? { line: socket.line } : {}) }],
  }
  const proxy = context.mesh.proxyIn(netns.name)
  if (process === null && netns.pod) {
    // Only the proxy's own configuration tells its sockets from the app's.
    const reason =
      proxy?.why && proxy.state() === null
        ? because('proxy-unseen-why', { proxy: proxy.id, why: proxy.why })
        : because('owner-unseen', { address: withPort(dst, port), netns: netns.name })
    return endAt([{ ...step, kind: 'unknown', ...reason }], { kind: 'unknown', ...reason })
  }
  if (proxy && isEnvoy(process)) return prepend([step], throughProxy(context, netns, proxy, flow, { ip: dst, port }))
  if (isEnvoy(process)) {
    const reason = because('envoy-unseen', { address: withPort(dst, port), netns: netns.name })
    return endAt([{ ...step, kind: 'unknown', ...reason }], { kind: 'unknown', ...reason })
  }
  const name = process ?? 'a process'
  if (flow.payload.tls?.identity) {
    const reason = because('no-mtls', { process: name, netns: netns.name })
    return endAt([{ ...step, ...reason }], { kind: 'reset', tls: true, ...reason })
  }
  const verdict = { kind: 'delivered' as const, ...because('delivered', { process: name, netns: netns.name }) }
  return { verdict, steps: [{ ...step, verdict }, ...returnSteps(flow)] }
}

const isEnvoy = (process: string | null): boolean => process === 'envoy'
