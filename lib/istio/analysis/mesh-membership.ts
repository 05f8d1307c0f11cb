import type { Configuration } from '@/lib/istio/analysis/configuration'
import { at, type Resource } from '@/lib/istio/analysis/resource'
import type { Labels } from '@/lib/istio/analysis/selector'
import { type Json, listField, textField } from '@/lib/istio/json'
import { PROXY_CONTAINER } from '@/lib/kubernetes/pods'

/** Where Istio is installed by default. */
export const ISTIO_NAMESPACE = 'istio-system'
export const INJECT = 'sidecar.istio.io/inject'
export const NAMESPACE_INJECTION = 'istio-injection'
export const REVISION = 'istio.io/rev'
export const DATAPLANE_MODE = 'istio.io/dataplane-mode'

/** Kubernetes' own namespaces, into which nothing is injected. */
const SYSTEM_NAMESPACES = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'local-path-storage'])

export const isSystemNamespace = (namespace: string): boolean => SYSTEM_NAMESPACES.has(namespace)

/** What belongs to Istio's own installation. */
export const isControlPlane = ({ labels }: Resource): boolean => labels.has('istio') || labels.get('release') === 'istio'

/** Containers and init containers of a pod's spec, or of a template's. */
const containersOf = (spec: Json | undefined): Json[] => [...listField(spec, 'containers'), ...listField(spec, 'initContainers')]

/** Whether a spec has a proxy; native sidecars are init containers. */
export const hasProxy = (spec: Json | undefined): boolean =>
  containersOf(spec).some((one) => textField(one, 'name') === PROXY_CONTAINER && textField(one, 'image') !== null)

/** Whether pods of this spec are in the mesh: they have a proxy, or are told to have one by themselves or their namespace. */
export function inMesh(
  spec: Json | undefined,
  { labels, annotations, namespace }: { labels: Labels; annotations: Labels; namespace: string },
  configuration: Configuration,
): boolean {
  if (hasProxy(spec)) return true
  const told = labels.get(INJECT) ?? annotations.get(INJECT)
  if (told !== undefined) return told === 'true'
  return configuration.namespaceLabels(namespace).get(NAMESPACE_INJECTION) === 'enabled'
}

export const podInMesh = (pod: Resource, configuration: Configuration): boolean => inMesh(pod.spec, pod, configuration)

export const podInAmbient = ({ annotations }: Resource): boolean => annotations.get('ambient.istio.io/redirection') === 'enabled'

/** Whether a namespace's pods are captured without sidecars; a label for injection stands before that. */
export const namespaceInAmbient = (labels: Labels): boolean =>
  labels.get(NAMESPACE_INJECTION) !== 'enabled' && !labels.get(REVISION) && labels.get(DATAPLANE_MODE) === 'ambient'

/** The pod template of a Deployment. */
export const templateOf = (deployment: Resource): Json | undefined => at(deployment.spec, 'template')
