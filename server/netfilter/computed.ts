import type { NetfilterComputed } from '@/lib/api/netfilter-computed'
import { findDifferences } from '@/lib/mesh/computed/findings'
import { isGap } from '@/lib/mesh/computed/model'
import type { Ruleset } from '@/lib/netfilter/model'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'
import { meshAt } from '@/server/walk/mesh-cache'

/** Findings that are sent; a node whose kube-proxy stopped long ago may have one a rule. */
const MAX_FINDINGS = 500
/** Text of computed rules that is sent. */
const MAX_TEXT_CHARS = 2_000_000

const NONE: Ruleset = { tables: new Map() }

/** What would be written into a namespace now, against what was observed. 404 when there is no such namespace. */
export function computedAt(recording: Recording, name: string, at: number): NetfilterComputed {
  const mesh = meshAt(recording, at)
  const netns = mesh.netns(name)
  if (!netns) throw new Failure('notFound', `No network namespace “${name}” had been seen by ${at} ms.`, 'netns')
  const nothing: NetfilterComputed = {
    netns: name,
    at,
    why: null,
    notes: [],
    computed: 0,
    equal: null,
    findings: [],
    leftOut: 0,
    text: null,
  }
  const computed = netns.computed()
  if (!computed) return nothing
  if (isGap(computed)) return { ...nothing, why: computed.why }
  const answer = { ...nothing, notes: [...computed.notes] }
  const observed = netns.observedRules()
  const native = netns.observedNative()
  if (!observed && native.length === 0) return { ...answer, computed: computed.count, text: computed.print().slice(0, MAX_TEXT_CHARS) }
  const services = new Set(mesh.services.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`))
  const { equal, computed: count, findings } = findDifferences(observed?.ruleset ?? NONE, native, computed, (key) => services.has(key))
  const sent = findings.slice(0, MAX_FINDINGS)
  return {
    ...answer,
    computed: count,
    equal,
    findings: sent.map((finding) => ({ ...finding, evidence: [...finding.evidence] })),
    leftOut: findings.length - sent.length,
  }
}
