import { type ConfigDiff, compareConfig } from '@/lib/istio/diff/compare'
import type { DiffType } from '@/lib/istio/diff/dump'
import { type Problem, readJson } from '@/lib/istio/json'
import { podFolder, splitProxyId } from '@/lib/istio/names/proxy-id'
import type { Observation, Snapshot } from '@/lib/recording/snapshot'

export interface ProxyDiff {
  config: ConfigDiff
  /** The istiod that was asked: POD.NAMESPACE. */
  istiod: string
  evidence: { istiod: { entry: string; at: number }; envoy: { entry: string; at: number } }
}

export type ProxyDiffResult =
  | { diff: ProxyDiff; problem: null }
  | { diff: null; problem: Problem & { code: 'no-proxy' | 'no-istiod-dump' | 'no-envoy-dump' | 'unreadable' } }

/**
 * istiod's config_dump of a proxy (POD.NAMESPACE) against Envoy's own, at the snapshot's moment. `istiod` (its pod's name) is asked
 * first where several have a dump. Dumps that were not read are problems that name the missing file. `parse` may keep what it parsed.
 */
export function proxyDiff(
  snapshot: Snapshot,
  proxy: string,
  type: DiffType,
  istiod: string | null = null,
  parse: (dump: Observation) => ReturnType<typeof readJson> = ({ text, entry }) => readJson(text, entry),
): ProxyDiffResult {
  const parts = splitProxyId(proxy)
  if (!parts) return failed('no-proxy', proxy, 'is not of the form POD.NAMESPACE')
  const sent = istiodDump(snapshot, proxy, istiod)
  if (!sent)
    return failed(
      'no-istiod-dump',
      `istiod/*/config_dump/${proxy}.json`,
      'no istiod was asked what it would send to this proxy, or none answered',
    )
  const path = `${podFolder(parts)}/envoy/config_dump.json`
  const active = snapshot.read(path)
  if (!active) return failed('no-envoy-dump', path, 'Envoy did not answer, or was not asked')

  const left = parse(sent.dump)
  if (left.problem) return failed('unreadable', left.problem.entry, left.problem.message)
  const right = parse(active)
  if (right.problem) return failed('unreadable', right.problem.entry, right.problem.message)
  const { diff: config, problem } = compareConfig(left.value, right.value, type)
  if (!config) return failed('unreadable', problem.of === 'istiod' ? sent.dump.entry : active.entry, problem.message)
  const seen = ({ entry, at }: Observation) => ({ entry, at })
  return { diff: { config, istiod: sent.istiod, evidence: { istiod: seen(sent.dump), envoy: seen(active) } }, problem: null }
}

function failed(code: 'no-proxy' | 'no-istiod-dump' | 'no-envoy-dump' | 'unreadable', entry: string, message: string): ProxyDiffResult {
  return { diff: null, problem: { code, entry, message } }
}

/** What istiod would send to a proxy, and what its Envoy has; null for what was not read. `istiod` as in `proxyDiff`. */
export function proxyDumps(
  snapshot: Snapshot,
  proxy: string,
  istiod: string | null,
): { sent: Observation | null; active: Observation | null } {
  const parts = splitProxyId(proxy)
  return {
    sent: istiodDump(snapshot, proxy, istiod)?.dump ?? null,
    active: parts ? snapshot.read(`${podFolder(parts)}/envoy/config_dump.json`) : null,
  }
}

/** The dump of the istiod that serves the proxy, else the newest of any. */
function istiodDump(snapshot: Snapshot, proxy: string, istiod: string | null): { istiod: string; dump: Observation } | null {
  const ids = [...new Set(snapshot.under('istiod/').map((path) => path.split('/')[1] ?? ''))]
  const dumps = ids.flatMap((id) => {
    const dump = snapshot.read(`istiod/${id}/config_dump/${proxy}.json`)
    return dump ? [{ istiod: id, dump }] : []
  })
  return dumps.find((d) => istiod !== null && d.istiod.startsWith(`${istiod}.`)) ?? dumps.sort((a, b) => b.dump.at - a.dump.at)[0] ?? null
}
