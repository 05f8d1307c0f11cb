import { field, type Json, listField, textField } from '@/lib/istio/json'
import { addressOf, addressText, type EnvoyAddress } from '@/lib/istio/proxy-config/address'

/** One endpoint of a cluster, as `istioctl proxy-config endpoints` prints it from Envoy's /clusters. */
export interface EndpointRow {
  endpoint: string
  status: string
  outlierCheck: 'OK' | 'FAILED'
  cluster: string
  /** `region/zone/subzone`; empty without one. */
  locality: string
  priority: number
  weight: number
  pointer: string
}

/** All endpoints of `/clusters?format=json`, by address, port and cluster. */
export function endpointRows(clusters: Json): EndpointRow[] {
  const found = listField(clusters, 'cluster_statuses').flatMap((status, index) =>
    listField(status, 'host_statuses').map((host, at) => ({
      address: addressOf(field(host, 'address')),
      row: rowOf(textField(status, 'name') ?? '', host, `/cluster_statuses/${index}/host_statuses/${at}`),
    })),
  )
  return found.sort((a, b) => byAddress(a.address, b.address) || compare(a.row.cluster, b.row.cluster)).map(({ row }) => row)
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byAddress = (a: EnvoyAddress, b: EnvoyAddress): number => compare(a.text, b.text) || (a.port ?? 0) - (b.port ?? 0)

function rowOf(cluster: string, host: Json, pointer: string): EndpointRow {
  const health = field(host, 'health_status')
  const locality = field(host, 'locality')
  const number = (name: string, otherwise: number) => {
    const value = field(host, name)
    return typeof value === 'number' ? value : otherwise
  }
  return {
    endpoint: addressText(addressOf(field(host, 'address'))),
    status: textField(health, 'eds_health_status') ?? 'UNKNOWN',
    outlierCheck: field(health, 'failed_outlier_check') === true ? 'FAILED' : 'OK',
    cluster,
    locality: ['region', 'zone', 'sub_zone'].flatMap((name) => textField(locality, name) ?? []).join('/'),
    priority: number('priority', 0),
    weight: number('weight', 1),
    pointer,
  }
}
