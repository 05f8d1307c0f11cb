import { TO_PODS, UPLINK } from '@/lib/mesh/computed/routes'
import type { Link } from '@/lib/mesh/links'
import type { Mesh, Netns } from '@/lib/mesh/model'
import type { RouteAnswer } from '@/lib/netfilter/routing/lookup'
import { type Neighbour, type NextHop, neighbourOn } from '@/lib/walk/bridge'
import { because, type Reason } from '@/lib/walk/reasons'

/** Links that carry IP packets inside packets to another node, as `ip` names their types and kinds. */
const TUNNELS: ReadonlySet<string> = new Set([
  'none',
  'ipip',
  'sit',
  'gre',
  'gre6',
  'tunnel6',
  'ip6tnl',
  'ip6gre',
  'gretap',
  'ip6gretap',
  'vxlan',
  'geneve',
  'tun',
  'wireguard',
])
const isTunnel = (link: Link | undefined): boolean => TUNNELS.has(link?.type ?? '')
const linkOf = (netns: Netns, name: string | null): Link | undefined => netns.links().find((link) => link.name === name)

/** `bridged`: a neighbour to whom a bridge hands the packet; where it is not known whether the rules see it, `netns` is the node that would ask them. */
type Next = NextHop & { bridged?: Neighbour }

/**
 * Who takes a packet to `dst` that leaves `netns` by `route`, and by which interface it comes in there. `missing`: somebody known does, and by which
 * interface was not observed; null: nobody who was observed.
 */
export function nextHop(mesh: Mesh, netns: Netns, dst: string, route: RouteAnswer): Next | { missing: Reason } | null {
  const address = route.via ?? dst
  // A pod's link ends on its node, where the bridge (or the veth itself) takes the packet, also towards a neighbour.
  if (netns.kind === 'pod' && netns.node) {
    const node = mesh.netns(netns.node)
    const peer = node && route.dev ? mesh.peerOf(netns.name, route.dev) : null
    const bridged = node && peer?.master ? neighbourOn(mesh, { node, name: peer.master }, address) : null
    if (bridged && bridged.bypass !== 'unseen') return { netns: bridged.netns, iface: bridged.iface, bridged }
    if (node && peer) return { netns: node, iface: peer.master ?? peer.iface, ...(bridged ? { bridged } : {}) }
    // Of a node that nobody looked into only this is known: its pods' links end on it.
    if (node?.routing() && node.routesOrigin() === null) return { netns: node, iface: TO_PODS }
  }
  const looped = sameEnds(netns, route.dev)
  if (looped !== null) return { missing: because('veth-home', { dst: address, dev: route.dev ?? '', peer: looped, netns: netns.name }) }
  const owners = mesh.ownersOf(address).filter((owner) => owner.netns !== netns.name)
  const owner = owners[0]
  const found = owner ? mesh.netns(owner.netns) : null
  if (!owner || !found) return null
  if (found.kind === 'pod') {
    if (isBeside(netns, found, owner.iface)) return { netns: found, iface: owner.iface }
    const node = found.node === null ? null : mesh.netns(found.node)
    if (!node || netns.kind !== 'node') return { missing: because('pod-link-unseen', { dst: address, netns: netns.name }) }
    return otherEnd(netns, node, route, address)
  }
  const tunnelled = found.kind === 'node' && (isTunnel(linkOf(netns, route.dev)) || isTunnel(linkOf(found, route.dev)))
  // The gateway's address may be of another tunnel of that node (WireGuard's has any name), or of none (IP in IP).
  if (tunnelled && !isTunnel(linkOf(found, owner.iface))) return otherEnd(netns, found, route, address)
  return { netns: found, iface: owner.iface }
}

/** The other end of a veth pair that has both in this namespace, as Cilium's; null: it has not. */
function sameEnds(netns: Netns, dev: string | null): string | null {
  const beside = linkOf(netns, dev)?.beside ?? null
  return beside !== null && linkOf(netns, beside)?.beside === dev ? beside : null
}

/** Whether a pod's link ends in this namespace: it is of this node, or, where nobody says of which it is, both ends of a veth pair name each other. */
function isBeside(netns: Netns, pod: Netns, iface: string): boolean {
  if (pod.node !== null) return pod.node === netns.node
  const own = linkOf(pod, iface)
  return own?.peerIndex != null && netns.links().some((link) => link.index === own.peerIndex && link.peerIndex === own.index)
}

/** A tunnel, or a network that nodes share, has one name and one type at both ends. Of a node that nobody looked into no interface has its own name. */
function otherEnd(netns: Netns, node: Netns, route: RouteAnswer, dst: string): NextHop | { missing: Reason } {
  if (node.routing() && node.routesOrigin() === null && node.links().length === 0) return { netns: node, iface: UPLINK }
  const [here, there] = [linkOf(netns, route.dev), linkOf(node, route.dev)]
  if (there && (!here || here.type === there.type)) return { netns: node, iface: there.name }
  return { missing: because('far-end-unseen', { dst, dev: route.dev ?? '', node: node.name }) }
}
