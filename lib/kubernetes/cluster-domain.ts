import { isProxyContainer, type Pod, runningContainers } from '@/lib/kubernetes/pods'

/** What kubeadm, k3s and Istio take where nobody says another. */
export const CLUSTER_DOMAIN = 'cluster.local'

/**
 * The domain below which a cluster's DNS names its Services. No object holds it; proxies are told it, as `--domain NAMESPACE.svc.DOMAIN`. Without
 * a proxy it is the default.
 */
export function clusterDomain(pods: readonly Pod[]): string {
  for (const pod of pods) {
    const args = runningContainers(pod).find(isProxyContainer)?.args ?? []
    const told = /\.svc\.([a-z0-9.-]{1,253}?)\.?$/i.exec(args[args.indexOf('--domain') + 1] ?? '')?.[1]
    if (told !== undefined && args.includes('--domain')) return told.toLowerCase()
  }
  return CLUSTER_DOMAIN
}
