import type { LocalDetector } from '@/lib/kube-proxy/settings'

/** Programs whose --cluster-cidr says which addresses are pods': kube-proxy itself, k3s with kube-proxy inside, and what gives nodes their pod networks. */
const PROGRAMS = /(^|\/)(kube-proxy|k3s|kube-controller-manager)( |$)/
const CLUSTER_CIDR = /--cluster-cidr[= ]([0-9a-fA-F.:/,]{3,200})/
const MAX_ARGS = 20_000

/** Which addresses are pods', by the command lines of a node's processes; null: none says so. */
export function detectorOfProcesses(commandLines: Iterable<string>): LocalDetector | null {
  for (const line of commandLines) {
    const head = line.slice(0, MAX_ARGS)
    if (!PROGRAMS.test(head.split(' --')[0] ?? '')) continue
    const cidr = CLUSTER_CIDR.exec(head)?.[1]?.split(',')[0]
    if (cidr) return { by: 'cidr', cidr }
  }
  return null
}
