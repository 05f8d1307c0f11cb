/** NAMESPACE.POD, as network namespaces of pods are named; a namespace's own name holds no dot. */
export function podOfNetns(netns: string): { namespace: string; pod: string } | null {
  const dot = netns.indexOf('.')
  return dot < 0 ? null : { namespace: netns.slice(0, dot), pod: netns.slice(dot + 1) }
}

/** POD.NAMESPACE, as istiod names proxies. */
export function podOfProxy(proxy: string): { namespace: string; pod: string } | null {
  const dot = proxy.lastIndexOf('.')
  return dot < 0 ? null : { namespace: proxy.slice(dot + 1), pod: proxy.slice(0, dot) }
}
