import { type Json, textField } from '@/lib/istio/json'
import { managedBy } from '@/lib/istio/proxy-config/describe'
import { resourcesOf } from '@/lib/istio/proxy-config/resources'

/** One cluster, as `istioctl proxy-config clusters` prints it; `-` where the name says nothing. */
export interface ClusterRow {
  host: string
  port: string
  subset: string
  direction: string
  type: string
  destinationRule: string
  cluster: string
  pointer: string
}

/** All active and static clusters by host, subset, port and direction. */
export function clusterRows(dump: Json): ClusterRow[] {
  return resourcesOf(dump, 'clusters')
    .filter(({ state }) => state !== 'warming')
    .map(({ name, body, pointer }) => ({
      ...partsOf(name),
      type: textField(body, 'type') ?? 'STATIC',
      destinationRule: managedBy(body),
      cluster: name,
      pointer,
    }))
    .sort(
      (a, b) =>
        compare(a.host, b.host) || compare(a.subset, b.subset) || number(a.port) - number(b.port) || compare(a.direction, b.direction),
    )
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const number = (port: string): number => (port === '-' ? 0 : Number(port))

/** `outbound|80|v1|web.default.svc.cluster.local`; any other name stands for itself. */
function partsOf(name: string): Pick<ClusterRow, 'host' | 'port' | 'subset' | 'direction'> {
  const [direction = '', port = '', subset = '', ...host] = name.split('|')
  if (host.length === 0) return { host: name, port: '-', subset: '-', direction: '-' }
  return { host: host.join('|'), port: String(Number(port) || 0), subset: subset || '-', direction }
}
