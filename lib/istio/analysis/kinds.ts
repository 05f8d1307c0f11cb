/** Kinds that istioctl reads and that are never read here: Secrets for what they hold, the others because nothing else needs them. */
const UNREAD_KINDS = ['Secret', 'ConfigMap', 'MutatingWebhookConfiguration', 'CustomResourceDefinition'] as const
export type UnreadKind = (typeof UNREAD_KINDS)[number]

/** Where Kubernetes' own Gateways stand, whose kind has the name of Istio's. */
export const KUBERNETES_GATEWAYS = 'k8s/gateways.gateway.networking.k8s.io.json'
