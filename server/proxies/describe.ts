import type { z } from 'zod'
import type { DescribeAnswer, describeQuery } from '@/lib/api/describe'
import { describePod } from '@/lib/istio/describe/describe'
import type { Named } from '@/lib/istio/describe/facts'
import { ingressPods } from '@/lib/istio/describe/ingress'
import { istioctlLookup } from '@/lib/istio/describe/istioctl-lookup'
import { describedObjects } from '@/lib/istio/describe/objects'
import { ownLookup } from '@/lib/istio/describe/own-lookup'
import { printDescription } from '@/lib/istio/describe/print'
import { type ProxyDump, proxyDump } from '@/lib/istio/describe/proxy-dump'
import { documentedVersion } from '@/lib/istio/describe/version'
import { rootNamespace } from '@/lib/istio/istiod-file'
import type { Problem } from '@/lib/istio/json'
import { podFolder, splitProxyId } from '@/lib/istio/names/proxy-id'
import type { Recording } from '@/lib/recording/recording'
import type { Observation, Snapshot } from '@/lib/recording/snapshot'
import { Failure } from '@/server/http/failure'
import { parsedDump } from '@/server/proxy-config/dump'

/** A pod in the mesh at a moment: what is known of it, and what istioctl prints. 404 for a pod that had not been seen. */
export async function describeAt(recording: Recording, { at, pod, namespace }: z.infer<typeof describeQuery>): Promise<DescribeAnswer> {
  const asked = splitProxyId(pod)
  if (asked && at === 0) await readFirst(recording, asked)
  const snapshot = recording.snapshotAt(at)
  const objects = describedObjects(snapshot)
  const dumps = new Dumps(snapshot)
  const observed = { objects, rootNamespace: rootNamespace(snapshot), dumpOf: (one: Named) => dumps.of(one) }
  const facts = asked && describePod(asked, observed, ownLookup)
  const istioctl = asked && describePod(asked, observed, istioctlLookup)
  if (!facts || !istioctl) throw new Failure('notFound', `No pod “${pod}” had been seen by ${at} ms.`, 'pod')
  const context = { namespace, version: documentedVersion(snapshot) }
  const printed = printDescription(istioctl, context)
  return {
    ...facts,
    istioctl: {
      command: `istioctl experimental describe pod ${pod}`,
      ...printed,
      overlooks: printed.error === null && printed.text !== printDescription(facts, context).text,
    },
    evidence: dumps.evidence,
    missing: objects.missing,
    problems: [...objects.problems, ...dumps.problems],
  }
}

/** What the live cluster's Envoys have is read first, where nobody has looked at it yet: the pod's own, and the ingress gateways'. */
async function readFirst(recording: Recording, pod: Named): Promise<void> {
  if (!recording.grows) return
  const gateways = ingressPods(describedObjects(recording.snapshotAt(0))).map(({ metadata }) => metadata)
  await recording.grows.readFirst([pod, ...gateways].map(({ name, namespace }) => `${namespace}.${name}`))
}

/** The config_dumps that a description reads, each once. */
class Dumps {
  readonly evidence: DescribeAnswer['evidence'] = []
  readonly problems: Problem[] = []
  private readonly kept = new Map<string, ProxyDump | null>()

  constructor(private readonly snapshot: Snapshot) {}

  /** null: not observed, or not readable. */
  of(pod: Named): ProxyDump | null {
    const path = `${podFolder(pod)}/envoy/config_dump.json`
    const known = this.kept.get(path)
    if (known !== undefined) return known
    const seen = this.snapshot.read(path)
    const dump = seen && this.read(seen)
    this.kept.set(path, dump)
    return dump
  }

  private read(seen: Observation): ProxyDump | null {
    const { value, problem } = parsedDump(seen)
    this.evidence.push({ entry: seen.entry, at: seen.at })
    if (!problem) return proxyDump(value)
    this.problems.push(problem)
    return null
  }
}
