/** What a computed rule comes from: the program that makes it, and the object or setting behind it. */
export type RuleSource =
  | {
      by: 'kube-proxy'
      /** null: the rule does not depend on a Service. */
      service: { namespace: string; name: string; port: string } | null
      /** IP:PORT of the endpoint, and NAMESPACE/POD where the slice names one. */
      endpoint: { address: string; pod: string | null } | null
    }
  | { by: 'kubelet' }
  /** An annotation, a field of the mesh's configuration, or an environment variable; null: always there. */
  | { by: 'istio'; setting: string | null }
