import type { Scenario } from '@/lib/recording/scenario'

/**
 * The folder of a network namespace, without a slash at the end. `name` as in traces and request.json: a node's or client's name, or
 * NAMESPACE.POD. A recorder's folders are named by the object, so `netns` of scenario.json is only an alias.
 */
export function netnsFolder(scenario: Scenario, name: string): string {
  const node = scenario.nodes.find((each) => each.name === name || each.netns === name)
  if (node) return `nodes/${node.name}`
  const client = scenario.clients.find((each) => each.name === name || each.netns === name)
  if (client) return `clients/${client.name}`
  return `pods/${name}`
}

/** The network namespace's name of a folder (`pods/NS.POD` → `NS.POD`); null for other folders. */
export function netnsOfFolder(folder: string): string | null {
  return /^(?:nodes|pods|clients)\/([^/]+)/.exec(folder)?.[1] ?? null
}

/** `POD.NAMESPACE` (proxies, access logs) from `NAMESPACE.POD` (namespaces). A pod's name may hold dots, a namespace's not. */
export function proxyOfNetns(netns: string): string {
  const dot = netns.indexOf('.')
  return dot < 0 ? netns : `${netns.slice(dot + 1)}.${netns.slice(0, dot)}`
}

/** `NAMESPACE.POD` from `POD.NAMESPACE`; a lone Envoy's name stays. */
export function netnsOfProxy(proxy: string): string {
  const dot = proxy.lastIndexOf('.')
  return dot < 0 ? proxy : `${proxy.slice(dot + 1)}.${proxy.slice(0, dot)}`
}
