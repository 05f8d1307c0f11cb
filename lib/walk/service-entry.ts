import { clusterIp, type Service } from '@/lib/kubernetes/services'
import type { EntryNode } from '@/lib/walk/entry'

/** An address at which a Service takes connections, and the port there. `name`: the node of a node port, else the address. */
export interface ServiceEntry {
  kind: 'clusterIP' | 'loadBalancer' | 'externalIP' | 'node'
  name: string
  ip: string
  port: number
}

/** The addresses of one port of a Service: its own, its load balancer's, its external ones, and the node port at each node. */
function addressesOf(service: Service, port: { port: number; nodePort?: number | null }, nodes: readonly EntryNode[]): ServiceEntry[] {
  const at = (kind: ServiceEntry['kind'], ip: string): ServiceEntry => ({ kind, name: ip, ip, port: port.port })
  const own = clusterIp(service)
  const { nodePort } = port
  return [
    ...(own === null ? [] : [at('clusterIP', own)]),
    ...(service.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [at('loadBalancer', ip)] : [])),
    ...(service.spec.externalIPs ?? []).map((ip) => at('externalIP', ip)),
    ...(nodePort ? nodes.map(({ name, ip }): ServiceEntry => ({ kind: 'node', name, ip, port: nodePort })) : []),
  ]
}

/** Every address at which the Service that `to` belongs to takes the same connections; empty when no Service has that address and port. */
export function serviceEntries(
  services: readonly Service[],
  nodes: readonly EntryNode[],
  to: { ip: string; port: number | null },
): readonly ServiceEntry[] {
  for (const service of services) {
    for (const port of service.spec.ports ?? []) {
      if ((port.protocol ?? 'TCP') !== 'TCP') continue
      const entries = addressesOf(service, port, nodes)
      if (entries.some(({ ip, port: at }) => ip === to.ip && at === to.port)) return entries
    }
  }
  return []
}
