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
