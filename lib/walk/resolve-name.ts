import type { Evidence } from '@/lib/api/step'
import { AGENT_DNS_PORT } from '@/lib/istio/proxy-defaults'
import { searchPath } from '@/lib/kubernetes/resolve'
import type { Mesh, Netns } from '@/lib/mesh/model'
import { parseAddress } from '@/lib/netfilter/address/parse'
import { redirectsTo } from '@/lib/netfilter/redirects'
import { isIPv4 } from '@/lib/walk/ipv4'
import { because, type Reason } from '@/lib/walk/reasons'

/** What a name stands for, asked in one namespace. Several addresses: the resolver shuffles them. */
export type NameAnswer =
  | { kind: 'addresses'; ips: string[]; how: string; evidence: Evidence[] }
  | ({ kind: 'none'; evidence: Evidence[] } & Reason)
  | ({ kind: 'unknown' } & Reason)

/** An ExternalName that points at an ExternalName …: DNS servers follow no more than a few. */
const MAX_ALIASES = 8

/**
 * Resolves as the asking side would: its hosts file (hostAliases, the client's hosts), the cluster's Services by the search
 * path, ServiceEntries where the sidecar answers DNS, and last the answers that were really seen. null netns: an outside address.
 */
export function resolveName(mesh: Mesh, asker: Netns | null, name: string): NameAnswer {
  return resolveAlias(mesh, asker, name, MAX_ALIASES)
}

function resolveAlias(mesh: Mesh, asker: Netns | null, name: string, left: number): NameAnswer {
  if (parseAddress(name)) return { kind: 'addresses', ips: [name], how: 'address', evidence: [] }
  if (name === 'localhost') return { kind: 'addresses', ips: ['127.0.0.1'], how: 'hosts file', evidence: [] }
  if (left === 0) return { kind: 'unknown', ...because('alias-loop', { name }) }
  return (
    fromHosts(mesh, asker, name) ??
    fromServices(mesh, asker, name, left) ??
    fromServiceEntries(mesh, asker, name) ??
    fromAnswers(mesh, asker, name) ?? { kind: 'unknown', ...because('name-unseen', { name }) }
  )
}

function fromHosts(mesh: Mesh, asker: Netns | null, name: string): NameAnswer | null {
  if (asker?.pod) {
    const alias = asker.pod.spec.hostAliases?.find((entry) => entry.hostnames?.includes(name))
    const { entry, pointer, at } = asker.pod.evidence
    if (alias)
      return { kind: 'addresses', ips: [alias.ip], how: 'hostAliases', evidence: [{ entry, pointer: `${pointer}/spec/hostAliases`, at }] }
    return null
  }
  const client = mesh.facts.clients.find((candidate) => candidate.netns === asker?.name)
  if (client && Object.hasOwn(client.hosts, name)) {
    const index = mesh.facts.clients.indexOf(client)
    const ip = client.hosts[name] ?? ''
    return {
      kind: 'addresses',
      ips: [ip],
      how: 'hosts file',
      evidence: [{ entry: 'scenario.json', pointer: `/clients/${index}/hosts`, at: 0 }],
    }
  }
  const node = mesh.facts.nodes.find((candidate) => candidate.name === name)
  if (node && asker?.kind === 'node') return { kind: 'addresses', ips: [node.ip], how: 'node name', evidence: [] }
  return null
}

function fromServices(mesh: Mesh, asker: Netns | null, name: string, left: number): NameAnswer | null {
  if (!asker?.pod) return null
  for (const candidate of searchPath(name, asker.pod, mesh.names.domain)) {
    const answer = mesh.names.find(candidate)
    if (!answer) continue
    const { entry, pointer, at } = answer.service.evidence
    const evidence: Evidence[] = [{ entry, pointer, at }]
    if (answer.kind === 'alias') {
      const followed = resolveAlias(mesh, asker, answer.name, left - 1)
      // What the alias points at may never have been asked by itself, but the alias was.
      return followed.kind === 'unknown' ? null : followed
    }
    if (answer.kind === 'clusterIP') return { kind: 'addresses', ips: [answer.ip], how: `Service ${candidate}`, evidence }
    if (answer.ips.length === 0) return { kind: 'none', ...because('headless-empty', { name: candidate }), evidence }
    return { kind: 'addresses', ips: answer.ips, how: `headless Service ${candidate}`, evidence }
  }
  return null
}

/** Whether the sidecar of this namespace answers DNS: a rule redirects port 53 to it. */
function sidecarAnswersDns(asker: Netns): boolean {
  const seen = asker.netfilter()
  return seen !== null && redirectsTo(seen.rules, AGENT_DNS_PORT)
}

function fromServiceEntries(mesh: Mesh, asker: Netns | null, name: string): NameAnswer | null {
  if (!asker?.pod || !sidecarAnswersDns(asker)) return null
  const entry = mesh.serviceEntries.find((candidate) => candidate.spec.hosts?.includes(name))
  const fixed = entry?.spec.addresses?.filter(isIPv4) ?? []
  const assigned = entry?.status?.addresses?.flatMap(({ value }) => (value && isIPv4(value) ? [value] : [])) ?? []
  const ips = fixed.length > 0 ? fixed : assigned
  if (entry && ips.length > 0)
    return { kind: 'addresses', ips, how: `ServiceEntry ${entry.metadata.namespace}/${entry.metadata.name}`, evidence: [entry.evidence] }
  const auto = mesh.autoAddress(name)
  return auto ? { kind: 'addresses', ips: [auto.ip], how: 'address that istiod assigned', evidence: [auto.origin] } : null
}

function fromAnswers(mesh: Mesh, asker: Netns | null, name: string): NameAnswer | null {
  const seen = mesh.facts.answers.filter((answer) => answer.name === name)
  const own = seen.filter((answer) => answer.from === asker?.name)
  const outside = asker?.kind === 'pod' ? seen.filter((answer) => mesh.netns(answer.from)?.kind === 'pod') : []
  const used = own.length > 0 ? own : outside
  const first = used[0]
  if (!first) return null
  const evidence: Evidence[] = [{ entry: first.entry, at: first.at }]
  if (first.ip === null) return { kind: 'none', ...because('name-none', { name }), evidence }
  return { kind: 'addresses', ips: [first.ip], how: 'answer that was seen', evidence }
}
