import { readProblem } from '@/lib/api/problem-reasons'
import { readRouteReason } from '@/lib/netfilter/routing/reasons'
import { fill, type ReasonCode } from '@/lib/reason/sentence'

/** Every sentence that the walk itself says; messages/LOCALE/walk.json has the same codes. */
export const WALK_REASONS = {
  'routes-unseen': 'the routes of {netns} were not observed',
  'routes-unreadable': 'the routes of {netns} are not known: {entry} cannot be read ({message})',
  'rules-unseen-v6': 'the IPv6 rules of {netns} (ip6tables) were not observed',
  'rules-unseen': 'the rules of {netns} were not observed',
  'rules-computed': 'the rules of {netns} were not observed: these are computed, and rules of other programs are not known',
  'sockets-unseen': 'the sockets of {netns} were not observed',
  'no-route': '{netns} has no route to {dst}',
  'route-unknown': 'where {netns} sends packets to {dst} is not known: {why}',
  'route-refused': '{netns} drops the packet before it is routed: {why}',
  'route-blackhole': '{netns} has a blackhole route for {dst}',
  'netns-unseen': '{dst} is an address of {name}, which was not observed',
  'hop-loop': 'still on its way after {limit} hops: the routes form a loop',
  'proxy-loop': 'more than {limit} proxies: the routes form a loop',
  'too-large': 'the walk has more than {limit} parts',
  'inside-service': '{dst} is the address of Service {name}: outside the cluster nobody has a way to it',
  'inside-pod': '{dst} is a pod’s address: outside the cluster nobody has a way to it',
  'inside-endpoint': '{dst} is an endpoint of {name}: outside the cluster nobody has a way to it',
  beyond: '{dst} lies beyond {via}, which was not observed',
  'proxy-unseen': 'the configuration of {proxy} was not observed',
  'proxy-unseen-why': 'the configuration of {proxy} was not observed: {why}',
  'proxy-endless': 'the proxy could not be followed to an end',
  'rules-endless': 'the rules could not be followed to an end',
  frozen: 'Envoy accepts nothing: {count} connections wait on {address}, and its admin interface gave no answer',
  'not-url': 'not a URL: {url}',
  scheme: 'only http and https can be walked, not {scheme}',
  'no-asker': '{from} is neither a client, a node, a pod nor an address',
  'no-container': 'the pod {pod} has no container {name}, only {known}',
  'alias-loop': '{name}: the names point at each other',
  'name-unseen': 'no observation says what {name} stands for',
  'headless-empty': '{name} is headless and has no ready endpoint',
  'name-none': 'the name server knows no {name}',
  'no-owner': 'nothing that was observed owns {ip}',
  rejected: 'rejected with {answer} in {netns}',
  'dropped-rule': 'dropped in {netns} by {chain}',
  'tproxy-forward': 'dropped in {netns}: TPROXY gave it to the socket on port {port}, but its route does not lead to this namespace itself',
  'dropped-policy': 'dropped in {netns} by the policy of {chain}',
  'no-source': '{netns}: no source address is known towards {ip}',
  'no-listener': 'nothing listens on {address} in {netns}',
  'envoy-unseen': 'an Envoy listens on {address} in {netns}, and its configuration was not observed',
  'owner-unseen': 'something listens on {address} in {netns}, and who was not observed',
  'no-mtls': 'the proxy speaks Istio’s mutual TLS, and {process} in {netns} is no proxy: the handshake fails',
  delivered: '{process} in {netns} got it',
  'no-branch': 'no branch is possible',
  'branches-unknown': 'the branches end differently and it is not known which is taken',
  'branches-differ': 'the branches end differently',
  'to-input': 'own address → INPUT',
  'to-forward': 'not local → FORWARD',
  'no-way': 'no way to {dst}',
  bridged: 'bridged by {bridge}: bridge-nf-call-iptables is off, so no rule of {netns} sees it',
  'bridged-unloaded': 'bridged by {bridge}: br_netfilter is not loaded, so no rule of {netns} sees it',
  'bridged-unseen': 'by {bridge}: whether the rules of {netns} see it (bridge-nf-call-iptables) was not observed',
  'by-unseen': 'by {via}, which was not observed',
  'pod-link-unseen': '{dst} is a pod’s address, and by which link {netns} reaches it was not observed',
  'veth-home':
    '{dst} leaves {netns} by {dev}, whose other end {peer} is in the same namespace: what takes it from there (a program of eBPF, as Cilium’s) was not observed',
  'far-end-unseen': '{dst} leaves by {dev} towards {node}, and no such interface was observed there by which it could come in',
  'by-link': 'by the link, which was not observed',
  'foreign-rules': 'nftables rules on hooks that are not modelled see packets here ({chains})',
  'dump-damaged': 'rules of {netns} may be lost: {entry} is damaged at line {line}, column {column} ({message})',
  'nft-unreadable': 'the nftables rules of {netns} cannot be read: {message}',
  'nft-text-only': 'of the nftables rules of {netns} (table {tables}) only the text was observed, which is not evaluated',
  'both-hint':
    'iptables-nft and iptables-legacy both hold rules here, and packets meet both; {backend} is in use: kubelet’s hint chain stands there',
  'both-canary':
    'iptables-nft and iptables-legacy both hold rules here, and packets meet both; {backend} is in use: kubelet’s canary chain stands there',
  'both-rules': 'iptables-nft and iptables-legacy both hold rules here, and packets meet both; {backend} is what Istio would use',
  part: '{part}:',
  text: '{text}',
} as const

export type WalkReason = keyof typeof WALK_REASONS

/** What a step or a verdict says: in English, and for the translations. */
export interface Reason {
  reason: string
  reasonCode?: ReasonCode
}

/** What the kernel or a reader says within one of the walk's sentences. */
function innerOf({ why = '', message = '' }: Record<string, string>): Pick<ReasonCode, 'inner'> {
  const [cause, fault] = [readRouteReason(why) ?? readProblem(why), readProblem(message)]
  return cause || fault ? { inner: { ...(cause ? { why: cause } : {}), ...(fault ? { message: fault } : {}) } } : {}
}

/** One of the walk's sentences with its values. */
export function because(code: WalkReason, values: Record<string, string> = {}): Reason & { reasonCode: ReasonCode } {
  return { reason: fill(WALK_REASONS[code], values), reasonCode: { code: `walk.${code}`, values, ...innerOf(values) } }
}

/** The sentence and the code of something that has both, to be said again elsewhere. */
export function sameReason({ reason, reasonCode }: Reason): Reason {
  return { reason, ...(reasonCode ? { reasonCode } : {}) }
}

/** A sentence, and after it the one that says why. */
export function followedBy(first: Reason, second: Reason): Reason {
  const plain = ({ reason, reasonCode }: Reason): ReasonCode => reasonCode ?? because('text', { text: reason }).reasonCode
  return { reason: `${first.reason} ${second.reason}`, reasonCode: { ...plain(first), because: plain(second) } }
}
