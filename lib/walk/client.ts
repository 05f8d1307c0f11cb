import type { Step, Walk } from '@/lib/api/step'
import { defaultContainer, type Pod, runningContainers, specGid, specUid } from '@/lib/kubernetes/pods'
import type { Netns } from '@/lib/mesh/model'
import { parseAddress } from '@/lib/netfilter/address/parse'
import { versionOf } from '@/lib/netfilter/family'
import type { FlowPacket } from '@/lib/netfilter/model'
import { arrive } from '@/lib/walk/arrive'
import type { WalkContext } from '@/lib/walk/context'
import { type Flow, unchanged } from '@/lib/walk/flow'
import { because, type Reason, sameReason } from '@/lib/walk/reasons'
import { resolveName } from '@/lib/walk/resolve-name'
import { send } from '@/lib/walk/send'
import { parseTarget, type Target } from '@/lib/walk/target'
import { endAt, fork, prepend } from '@/lib/walk/tree'

/** The first stage: who asks, what the name stands for, and the connection's first packet. */
export function walkFromClient(context: WalkContext): Walk {
  const { mesh, question } = context
  const netns = findNetns(context, question.from)
  const client: Step = {
    kind: 'client',
    no: 1,
    ...(netns ? { netns: netns.name } : {}),
    ...(netns?.node ? { node: netns.node } : {}),
    facts: { from: question.from, url: question.url, method: question.method },
    evidence: [],
  }
  const target = parseTarget(question)
  if ('error' in target) return endAt([client], { kind: 'unknown', ...target.error })
  if (!netns && !parseAddress(question.from)) {
    return endAt([client], { kind: 'unknown', ...because('no-asker', { from: question.from }) })
  }
  const missing = netns?.pod && question.container ? missingContainer(netns.pod, question.container) : null
  if (missing) return endAt([client], { kind: 'unknown', ...missing })
  const answer = resolveName(mesh, netns, target.name)
  if (answer.kind === 'unknown') {
    return endAt([client, { ...client, kind: 'unknown', ...sameReason(answer) }], { kind: 'unknown', ...sameReason(answer) })
  }
  if (answer.kind === 'none') {
    return endAt([{ ...client, evidence: answer.evidence, ...sameReason(answer) }], { kind: 'unreachable', ...sameReason(answer) })
  }
  const step: Step = { ...client, evidence: answer.evidence }
  const ways = answer.ips.map((ip) => {
    const facts = { ...step.facts, name: target.name, address: ip, how: answer.how }
    return {
      probability: 1 / answer.ips.length,
      label: ip,
      walk: netns ? connect(context, netns, step, facts, target, ip) : fromOutside(context, step, target, ip),
    }
  })
  const [only] = ways
  if (ways.length === 1 && only) return only.walk
  return fork([step], ways)
}

/** A client's or node's name, NAMESPACE.POD, or an address that one of them owns. */
function findNetns(context: WalkContext, from: string): Netns | null {
  const direct = context.mesh.netns(from)
  if (direct) return direct
  if (!parseAddress(from)) return null
  const owner = context.mesh.ownersOf(from)[0]
  return owner ? context.mesh.netns(owner.netns) : null
}

function newPacket(src: string, dst: string, dport: number): FlowPacket {
  return { proto: 'tcp', src, sport: null, dst, dport, in: null, out: null, mark: 0, ctstate: new Set(['NEW']) }
}

function connect(context: WalkContext, netns: Netns, step: Step, facts: Record<string, string>, target: Target, ip: string): Walk {
  const route = netns.routing()?.lookupRoute({ dst: ip, src: null, mark: 0, iif: null })
  const { podIP, podIPs } = netns.pod?.status ?? {}
  const own = [podIP, ...(podIPs ?? []).map((one) => one.ip)].find((one) => one && versionOf(one) === versionOf(ip))
  const src = route?.src ?? own ?? (versionOf(ip) === 6 ? '::' : '')
  const flow: Flow = {
    packet: newPacket(src, ip, target.port),
    payload: target.payload,
    original: { dst: ip, dport: target.port },
    owner: ownerOf(context, netns),
    role: netns.pod && !netns.pod.spec.hostNetwork ? 'appOut' : 'toGateway',
    hops: 0,
    trail: [],
    translating: [],
    proxies: 0,
  }
  return prepend([{ ...step, facts, packet: unchanged(flow.packet) }], send(context, netns, flow))
}

/** A client that was not observed: its packet is first seen where it arrives. */
function fromOutside(context: WalkContext, step: Step, target: Target, ip: string): Walk {
  const packet = newPacket(context.question.from, ip, target.port)
  const flow: Flow = {
    packet,
    payload: target.payload,
    original: { dst: ip, dport: target.port },
    owner: null,
    role: 'toGateway',
    hops: 0,
    trail: [],
    translating: [],
    proxies: 0,
  }
  const head: Step = { ...step, packet: unchanged(packet) }
  const owner = context.mesh.ownersOf(ip)[0]
  const netns = owner ? context.mesh.netns(owner.netns) : null
  if (!owner || !netns) return endAt([head], { kind: 'unknown', ...because('no-owner', { ip }) })
  return prepend([head], arrive(context, netns, { ...flow, packet: { ...packet, in: owner.iface } }))
}

function missingContainer(pod: Pod, name: string): Reason | null {
  const known = runningContainers(pod).map((container) => container.name)
  return known.includes(name) ? null : because('no-container', { pod: pod.metadata.name, name, known: known.join(', ') })
}

/** uid and gid of the asking process: the container's spec, else what a program run in it was seen to have, else its first process. Null: not known. */
function ownerOf(context: WalkContext, netns: Netns): { uid: number | null; gid: number | null } {
  const pod = netns.pod
  if (!pod) return { uid: 0, gid: 0 }
  const { container: name } = context.question
  const container = name ? runningContainers(pod).find((candidate) => candidate.name === name) : defaultContainer(pod)
  const uid = specUid(pod, container)
  const own = runningContainers(pod)
  const taken = new Set(own.filter((c) => c !== container).map((c) => specUid(pod, c)))
  // The lowest pid only holds the pod's namespace open (pause, under whatever name the runtime gives it).
  const processes = [...netns.processes()].sort((a, b) => a.pid - b.pid).slice(1)
  const first = processes.find((process) => !taken.has(process.uid))
  if (uid !== null) return { uid, gid: specGid(pod, container) ?? (uid === first?.uid ? first.gid : 0) }
  const seen = container ? netns.users().get(container.name) : undefined
  return seen ?? (first ? { uid: first.uid, gid: first.gid } : { uid: null, gid: null })
}
