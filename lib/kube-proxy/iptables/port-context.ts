import type { Categories, ProxyNode } from '@/lib/kube-proxy/categorize'
import type { ServiceChains } from '@/lib/kube-proxy/chain-name'
import type { IpFamily, ServicePort } from '@/lib/kube-proxy/service-port'
import type { KubeProxySettings } from '@/lib/kube-proxy/settings'
import type { DumpWriter } from '@/lib/netfilter/computed/dump-writer'
import type { RuleSource } from '@/lib/netfilter/computed/rule-source'

/** What the rules of one Service's port are made with. */
export interface PortContext {
  writer: DumpWriter<RuleSource>
  settings: KubeProxySettings
  node: ProxyNode
  family: IpFamily
  port: ServicePort
  chains: ServiceChains
  categories: Categories
  source: Extract<RuleSource, { by: 'kube-proxy' }>
  /** Above 1,000 endpoints kube-proxy leaves the comments of endpoint rules out. */
  comments: boolean
  hasInternal: boolean
  hasExternal: boolean
}
