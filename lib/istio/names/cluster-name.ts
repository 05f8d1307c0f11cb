/** Istio's cluster names: `outbound|80|v1|web.default.svc.cluster.local`, `inbound|80||`, and as SNI `outbound_.80_.v1_.web…`. */
export interface ClusterName {
  direction: 'inbound' | 'outbound'
  port: number
  /** null: the whole service. */
  subset: string | null
  /** null for inbound clusters. */
  host: string | null
}

const DIRECTIONS = new Set(['inbound', 'outbound'])

/** The parts of a cluster's name; null: not one of Istio's (PassthroughCluster, BlackHoleCluster, a static one). */
export function parseClusterName(name: string): ClusterName | null {
  const separator = name.includes('|') ? '|' : '_.'
  const parts = name.split(separator)
  const [direction = '', port = '', subset = '', host = ''] = parts
  // inbound-vip and the like belong to waypoints; they are not routes to a service.
  if (parts.length !== 4 || !DIRECTIONS.has(direction) || !/^\d{1,5}$/.test(port)) return null
  return { direction: direction === 'inbound' ? 'inbound' : 'outbound', port: Number(port), subset: subset || null, host: host || null }
}
