import { fill, type ReasonCode } from '@/lib/reason/sentence'

/** What is said of computed rules and of differences; messages/LOCALE/computed.json has the same codes. */
export const COMPUTED_REASONS = {
  'no-node': 'the Node object of {node} was not observed',
  'no-version': 'the version of {program} on {node} is not known',
  'old-kube-proxy': 'kube-proxy before 1.{minor} writes other rules, which are not computed',
  'proxy-mode': 'kube-proxy runs in mode {mode}: only its iptables rules are computed',
  'name-servers': 'the pod’s name servers are not known, and its DNS is captured',
  'istio-version': 'the version of Istio that redirects this pod is not known',
  'native-unsaid':
    'istio-cni redirects this pod, and nothing that was observed says whether by rules of iptables or by native ones of nftables: the pod has no container that looks for them',
  ambient: 'the pod is in an ambient mesh, whose rules are not computed',
  'settings-own': 'kube-proxy’s settings are read from its own rules here',
  'settings-other': 'kube-proxy’s settings are taken from {node}',
  'settings-flags': 'which addresses are pods’ is taken from a command line; kube-proxy’s other settings are its defaults',
  'settings-pods':
    'kube-proxy’s settings are not known: its defaults are assumed, and that pods’ addresses are those of the nodes’ pod networks, {network}',
  'settings-default': 'kube-proxy’s settings are not known: its defaults are assumed',
  'nft-form': 'kube-proxy’s nftables rules are computed in the form of 1.{minor}, and not compared with those of another version',
  'others-unknown': 'rules of other programs, such as a CNI plugin’s, are not known',
  'missing-service': '{program} writes this rule for {service}, and it is not there',
  missing: '{program} writes this rule, and it is not there',
  'stale-service': 'left over: nothing in {service} asks for this rule now',
  'stale-gone': 'left over: there is no Service {service} any more',
  stale: 'left over: nothing asks {program} for this rule now',
  foreign: 'written by {program}',
  'foreign-unknown': 'written by a program that is not known',
  'in-the-way': 'It stands before {jump} and may end a packet’s way.',
  'in-own-chain': 'It stands in {chain} and may end a packet’s way.',
  order: 'the rule stands in another place of {chain} than {program} puts it',
} as const

export type ComputedReason = keyof typeof COMPUTED_REASONS

/** A sentence in English, and for the translations. */
export interface Reason {
  reason: string
  reasonCode: ReasonCode
}

export function computedReason(code: ComputedReason, values: Record<string, string> = {}): Reason {
  return { reason: fill(COMPUTED_REASONS[code], values), reasonCode: { code: `computed.${code}`, values } }
}

/** A sentence followed by another. */
export function withCause(first: Reason, second: Reason): Reason {
  return { reason: `${first.reason}. ${second.reason}`, reasonCode: { ...first.reasonCode, because: second.reasonCode } }
}
