import { OBJECT_LISTS } from '@/lib/kubernetes/object-lists'

/** The lists that analyzers read, by kind, as a recording and a live cluster have them. */
export const ANALYZED_LISTS = {
  ...OBJECT_LISTS,
  Namespace: 'k8s/namespaces.json',
  Node: 'k8s/nodes.json',
  Pod: 'k8s/pods.json',
  Deployment: 'k8s/deployments.apps.json',
  Telemetry: 'k8s/telemetries.telemetry.istio.io.json',
  WasmPlugin: 'k8s/wasmplugins.extensions.istio.io.json',
  ProxyConfig: 'k8s/proxyconfigs.networking.istio.io.json',
  WorkloadEntry: 'k8s/workloadentries.networking.istio.io.json',
  WorkloadGroup: 'k8s/workloadgroups.networking.istio.io.json',
} as const

export type AnalyzedKind = keyof typeof ANALYZED_LISTS

/** Kinds that istioctl reads and that are never read here: Secrets for what they hold, the others because nothing else needs them. */
export const UNREAD_KINDS = ['Secret', 'ConfigMap', 'MutatingWebhookConfiguration', 'CustomResourceDefinition'] as const
export type UnreadKind = (typeof UNREAD_KINDS)[number]

/** Where Kubernetes' own Gateways stand, whose kind has the name of Istio's. */
export const KUBERNETES_GATEWAYS = 'k8s/gateways.gateway.networking.k8s.io.json'
