/** `POD.NAMESPACE` in its parts. Names of pods may hold dots, namespaces can't: the last dot divides. null: not of that form. */
export function splitProxyId(id: string): { name: string; namespace: string } | null {
  const dot = id.lastIndexOf('.')
  return dot > 0 && dot < id.length - 1 ? { name: id.slice(0, dot), namespace: id.slice(dot + 1) } : null
}

/** Where a source keeps what is seen of a proxy's pod: `pods/NAMESPACE.POD`. */
export function podFolder(proxy: { name: string; namespace: string }): string {
  return `pods/${proxy.namespace}.${proxy.name}`
}
