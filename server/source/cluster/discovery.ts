import { z } from 'zod'
import type { KubeApi } from '@/server/source/cluster/kube-api'

/** One kind of object and where it is listed over all namespaces. */
export interface Resource {
  /** As in a recording's k8s/NAME.json. */
  name: string
  apiVersion: string
  kind: string
  path: string
}

/** What every cluster has and a walk reads. */
export const CORE: readonly Resource[] = [
  { name: 'namespaces', apiVersion: 'v1', kind: 'Namespace', path: '/api/v1/namespaces' },
  { name: 'nodes', apiVersion: 'v1', kind: 'Node', path: '/api/v1/nodes' },
  { name: 'pods', apiVersion: 'v1', kind: 'Pod', path: '/api/v1/pods' },
  { name: 'services', apiVersion: 'v1', kind: 'Service', path: '/api/v1/services' },
  {
    name: 'endpointslices',
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    path: '/apis/discovery.k8s.io/v1/endpointslices',
  },
  { name: 'deployments.apps', apiVersion: 'apps/v1', kind: 'Deployment', path: '/apis/apps/v1/deployments' },
]

/** Whether a resource, by its name here, is Istio's or the Gateway API's. */
export const isOfMesh = (resource: string): boolean => !CORE.some(({ name }) => name === resource)

const MESH_GROUP = /(?:^|\.)istio\.io$|^gateway\.networking\.k8s\.io$/

const groupsSchema = z.object({
  groups: z.array(z.object({ name: z.string(), preferredVersion: z.object({ groupVersion: z.string() }) })),
})
const resourcesSchema = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), verbs: z.array(z.string()).nullish() })),
})

/** The Istio and Gateway-API resources that are installed now, at the version that the server prefers. */
export async function meshResources(api: KubeApi, signal: AbortSignal): Promise<Resource[]> {
  const { groups } = groupsSchema.parse(await api.json('/apis', { signal }))
  const found: Resource[] = []
  for (const group of groups.filter((each) => MESH_GROUP.test(each.name))) {
    const { groupVersion } = group.preferredVersion
    const { resources } = resourcesSchema.parse(await api.json(`/apis/${groupVersion}`, { signal }))
    for (const { name, kind, verbs } of resources) {
      if (name.includes('/') || !verbs?.includes('list') || !verbs.includes('watch')) continue
      found.push({ name: `${name}.${group.name}`, apiVersion: groupVersion, kind, path: `/apis/${groupVersion}/${name}` })
    }
  }
  return found
}
