/** What a source says about itself beside its observations: scenario.json of a recording, the settings of a live cluster. */
export interface SourceFacts {
  nodes: { name: string; ip: string; netns: string }[]
  clients: { name: string; ip: string; netns: string; hosts: Readonly<Record<string, string>> }[]
  /** Answers of name servers that were really seen: who asked, the name, the address (null: no such name). */
  answers: { from: string; name: string; ip: string | null; entry: string; at: number }[]
  /** kube-proxy's mode: iptables, nftables, ipvs; null when the source does not say. */
  proxyMode?: string | null
  /** Seconds since 1970 at ms 0 of the timeline; null when the source does not say. */
  startSeconds: number | null
  /** Observations that were tried and could not be made. */
  missing: { path: string; why: string }[]
}

const reasons = new WeakMap<SourceFacts['missing'], ReadonlyMap<string, string>>()

/** Why an observation is missing; null: it was not tried, or is here. */
export function whyMissing({ missing }: SourceFacts, path: string): string | null {
  const known = reasons.get(missing) ?? new Map(missing.map((one) => [one.path, one.why]))
  reasons.set(missing, known)
  return known.get(path) ?? null
}
