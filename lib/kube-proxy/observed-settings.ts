import { DEFAULT_SETTINGS, type KubeProxySettings, type LocalDetector } from '@/lib/kube-proxy/settings'
import type { Release } from '@/lib/kubernetes/release'
import type { Chain, Rule, Ruleset } from '@/lib/netfilter/model'

/**
 * What kube-proxy was told, read from rules that it made: the few values that no Kubernetes object holds (which addresses are pods', the mark,
 * where node ports answer). null: these are not rules of its iptables mode.
 */
export function observedSettings(ruleset: Ruleset, version: Release): KubeProxySettings | null {
  const nat = ruleset.tables.get('nat')?.chains
  const services = nat?.get('KUBE-SERVICES')
  if (!nat || !services) return null
  const postrouting = nat.get('KUBE-POSTROUTING')?.rules ?? []
  const forward = ruleset.tables.get('filter')?.chains.get('KUBE-FORWARD')?.rules ?? []
  const invalid = forward.find((rule) => optionValue(rule, '--ctstate') === 'INVALID' && rule.target === 'DROP')
  const nodePorts = services.rules.filter(({ target }) => target === 'KUBE-NODEPORTS')
  return {
    ...DEFAULT_SETTINGS,
    version,
    ...masquerading(nat.values()),
    masqueradeMark: markOf(nat.get('KUBE-MARK-MASQ')) ?? DEFAULT_SETTINGS.masqueradeMark,
    randomFully: postrouting.some((rule) => rule.target === 'MASQUERADE' && hasOption(rule, '--random-fully')),
    nodePortAddresses: nodePorts.some((rule) => hasOption(rule, '--dst-type')) ? 'all' : nodePorts.flatMap(destination),
    localhostNodePorts: !nodePorts.some((rule) => rule.options.some(({ name, negated }) => name === '-d' && negated)),
    dropInvalid: invalid !== undefined,
    nfacct: invalid !== undefined && hasOption(invalid, '--nfacct-name'),
  }
}

/** By the first Service with a rule that marks what comes to its cluster address; the API server's own is always there. */
function masquerading(chains: Iterable<Chain>): { detectLocal: LocalDetector; masqueradeAll: boolean } {
  for (const chain of chains) {
    if (!chain.name.startsWith('KUBE-SVC-') && !chain.name.startsWith('KUBE-SVL-')) continue
    const marking = chain.rules[0]
    if (marking?.target !== 'KUBE-MARK-MASQ') continue
    for (const { name, negated, values } of marking.options) {
      const [value = ''] = values
      if (!negated) continue
      if (name === '-s') return { detectLocal: { by: 'cidr', cidr: value }, masqueradeAll: false }
      if (name === '-i' && value.endsWith('+')) return { detectLocal: { by: 'prefix', prefix: value.slice(0, -1) }, masqueradeAll: false }
      if (name === '-i') return { detectLocal: { by: 'bridge', iface: value }, masqueradeAll: false }
    }
    return { detectLocal: localTraffic(chains), masqueradeAll: true }
  }
  return { detectLocal: { by: 'none' }, masqueradeAll: false }
}

/** With --masquerade-all only the rules for pods' own traffic to external addresses still say what a pod is. */
function localTraffic(chains: Iterable<Chain>): LocalDetector {
  for (const chain of chains) {
    if (!chain.name.startsWith('KUBE-EXT-')) continue
    const first = chain.rules[0]
    const source = first && optionValue(first, '-s')
    const iface = first && optionValue(first, '-i')
    if (source) return { by: 'cidr', cidr: source }
    if (iface) return iface.endsWith('+') ? { by: 'prefix', prefix: iface.slice(0, -1) } : { by: 'bridge', iface }
  }
  return { by: 'none' }
}

function markOf(chain: Chain | undefined): number | null {
  const rule = chain?.rules[0]
  const mark = Number(rule && optionValue(rule, '--set-xmark')?.split('/')[0])
  return Number.isInteger(mark) && mark > 0 ? mark : null
}

const destination = (rule: Rule): string[] => {
  const to = optionValue(rule, '-d')
  return to ? [to.replace(/\/(32|128)$/, '')] : []
}

const optionValue = (rule: Rule, name: string): string | undefined => rule.options.find((option) => option.name === name)?.values[0]
const hasOption = (rule: Rule, name: string): boolean => rule.options.some((option) => option.name === name)
