import { splitProxyId } from '@/lib/istio/names/proxy-id'
import { envoyFacts } from '@/lib/istio/proxies/envoy-facts'
import { istiodReports } from '@/lib/istio/proxies/istiods'
import type { ProxyList, ProxyStatus } from '@/lib/istio/proxies/model'
import { istioObjects, nackObjects } from '@/lib/istio/proxies/nack-objects'
import { proxyPods } from '@/lib/istio/proxies/pods'
import { syncStates } from '@/lib/istio/syncz/states'
import type { Snapshot } from '@/lib/recording/snapshot'

/**
 * Every proxy that an istiod or Kubernetes knows at the snapshot's moment, by POD.NAMESPACE in the order of istioctl. Proxies
 * that no istiod serves have `connected: false` and `sync: null`; where one that runs was not read it may serve them: `connected: null`. What could not be read is in `problems`; nothing is thrown.
 */
export function listProxies(snapshot: Snapshot): ProxyList {
  const { reports, istiods, connectedAt, problems } = istiodReports(snapshot)
  const states = syncStates(reports)
  const known = proxyPods(snapshot)
  const pods = new Map(known.pods.map((pod) => [pod.id, pod]))
  const all = [...problems, ...known.problems]
  const answered = new Set(istiods.filter((istiod) => istiod.answered).map(({ name, namespace }) => `${name}.${namespace}`))
  const allAnswered = answered.size === istiods.length && known.istiods.every((id) => answered.has(id))

  const proxies: ProxyStatus[] = []
  for (const id of [...new Set([...states.keys(), ...pods.keys()])].sort()) {
    const parts = splitProxyId(id)
    if (!parts) continue
    const state = states.get(id)
    const pod = pods.get(id)
    const facts = envoyFacts(snapshot, parts)
    all.push(...facts.problems)
    const report = reports.find((r) => r.istiod === state?.istiod)
    proxies.push({
      id,
      ...parts,
      type: state?.type ?? pod?.type ?? 'sidecar',
      istiod: state?.istiod ?? null,
      version: state?.version ?? facts.istioVersion ?? pod?.version ?? null,
      istiodVersion: istiods.find((istiod) => istiod.name === state?.istiod)?.version ?? null,
      connected: state !== undefined ? true : allAnswered ? false : null,
      connectedAt: connectedAt.get(id) ?? null,
      cluster: state?.cluster ?? null,
      sync: state?.cells ?? null,
      further: state?.further ?? [],
      node: known.nodes.get(id) ?? null,
      envoyVersion: facts.version,
      envoyState: facts.state,
      certificates: facts.certificates,
      restarts: pod?.restarts ?? null,
      evidence: [...(report && state ? [{ entry: report.entry, at: report.at }] : []), ...(pod ? [pod.evidence] : [])],
    })
  }
  explainErrors(snapshot, proxies)
  return { proxies, withoutProxy: known.without, istiods, problems: all }
}

/** Names the objects behind each refusal. The lists of objects are read only when something was refused. */
function explainErrors(snapshot: Snapshot, proxies: readonly ProxyStatus[]): void {
  const refused = proxies.flatMap((proxy) =>
    [...Object.values(proxy.sync ?? {}), ...proxy.further.map(({ cell }) => cell)].filter((cell) => cell.error !== undefined),
  )
  if (refused.length === 0) return
  const objects = istioObjects(snapshot)
  for (const cell of refused) {
    const found = nackObjects(cell.error ?? '', objects)
    if (found.length > 0) cell.objects = found
  }
}
