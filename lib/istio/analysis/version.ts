/** Istio's minor release: 28 of 1.28.10. What is newer than all that is known counts as the newest. */
export type Minor = number

/** The minor release of `1.23.2-unknown-Clean`; null: not told. Of several istiods' versions the first counts. */
export function minorOf(version: string | null): Minor | null {
  const [, minor] = /^1\.(\d{1,3})/.exec(version ?? '') ?? []
  return minor === undefined ? null : Number(minor)
}

/** From which release on istioctl does something; by its change log, and by what two releases said of the same objects. */
export const SINCE = {
  /** Kubernetes' own namespaces are not told to be injected any more. */
  systemNamespacesLeftOut: 26,
  /** Negative conditions in the status of objects (IST0171). */
  conditions: 25,
  /** Addresses of ServiceEntries are allocated by istiod unless told otherwise. */
  addressesAllocated: 25,
  /** DestinationRules whose host or subset stands for nothing (IST0173, IST0174); rules after one that takes everything. */
  destinationRuleTargets: 27,
} as const

/** Until which release regular expressions were looked at by an analyzer of their own: then the schema's validation had them. */
export const REGEXP_ANALYZER_UNTIL = 26
