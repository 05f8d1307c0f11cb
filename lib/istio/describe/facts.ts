/** An object's name. */
export interface Named {
  name: string
  namespace: string
}

/** What is wrong with a pod, or could be better, by Istio's requirements for pods. */
export type PodWarning =
  | { code: 'containerUid'; container: string }
  | { code: 'notRunning'; phase: string }
  | { code: 'notReady'; container: string; init: boolean }
  | { code: 'notMeshed' }
  /** `harmless`: the pod is a gateway, all of it the proxy; istioctl warns all the same. */
  | { code: 'podUid'; harmless: boolean }
  | { code: 'noServiceName' }
  | { code: 'noServiceRevision' }
  | { code: 'noService' }

export interface PodFacts extends Named {
  uid: string | null
  /** Empty: neither annotation names one. */
  revision: string
  ports: { port: number; protocol: string; container: string }[]
  /** In the order in which istioctl comes upon them. */
  warnings: PodWarning[]
}

/** What a DestinationRule, or a part of it for one port, sets: `tls` is its mode, `kinds` the other settings. */
export interface PolicyFacts {
  tls: string | null
  kinds: ('load balancer' | 'connection pool' | 'outlier detection')[]
}

export interface DestinationRuleFacts extends Named {
  host: string
  /** Subsets whose labels the pod has, and the others. */
  matching: string[]
  others: string[]
  /** null: it has no traffic policy. */
  policy: (PolicyFacts & { ports: (PolicyFacts & { port: number })[] | null }) | null
}

export interface HttpMatchFacts {
  /** As istioctl writes it: `/static*`, `regex:"/v[0-9]+"`; null: any path. */
  uri: string | null
  uncased: boolean
  headers: { name: string; value: string }[]
}

export interface FaultFacts {
  /** As protobuf prints it. */
  text: string
  /** How long (`2s`), and how many requests of a hundred: none where it does not say. */
  delay: { time: string; percent: number } | null
  /** An HTTP status, a gRPC status or an HTTP/2 error. */
  abort: { status: string; percent: number } | null
}

/** What a route of a VirtualService says about a Service. */
export type RouteFact =
  /** 0: of several destinations this one gets nothing, of which istioctl says nothing. */
  | { kind: 'weight'; host: string; subset: string | null; weight: number }
  | { kind: 'otherHost'; host: string; weight: number }
  | { kind: 'otherSubset'; host: string }
  | { kind: 'conditions'; fault: FaultFacts | null; matches: HttpMatchFacts[] }
  | { kind: 'tcpMatch'; text: string }
  /** `matches` empty: it takes everything. */
  | { kind: 'nonMatchingSubset'; subset: string; matches: HttpMatchFacts[] }
  | { kind: 'subsetWithoutRule'; subset: string }
  | { kind: 'unknownSubset'; subset: string; rule: Named }

export interface RouteFacts {
  protocol: 'http' | 'tcp'
  /** Whether it leads to the pod. */
  reaches: boolean
  facts: RouteFact[]
}

export interface VirtualServiceFacts extends Named {
  hosts: string[]
  /** How many routes of each kind it has. */
  http: number
  tls: number
  tcp: number
  routes: RouteFacts[]
}

/** An object that Envoy's configuration names: `facts` null when it is no longer there, so that the proxy is behind. */
export interface Referred<F> extends Named {
  facts: F | null
}

export interface ServicePortFacts {
  name: string
  port: number
  transport: string
  /** What Istio takes the port's protocol for, by name and appProtocol. */
  protocol: string
  /** The pod's port; null: none of the pod's containers has a port of that name. */
  target: number | null
  destinationRule: Referred<DestinationRuleFacts> | null
  virtualServices: Referred<VirtualServiceFacts>[]
  /** Names of the policies in the RBAC filter. */
  rbac: string[]
}

export interface ServiceFacts extends Named {
  ports: ServicePortFacts[]
}

export interface PeerAuthenticationFacts {
  mode: string
  ports: { port: number; mode: string }[]
  applied: Named[]
}

/** What the ingress gateways say of the pod's Services, in the order in which istioctl comes upon it. */
export type ExposureFacts =
  | ({ kind: 'missing'; of: 'destination rule' | 'virtual service' | 'gateway' } & Named)
  | ({ kind: 'everyWorkload' } & Named)
  | { kind: 'exposed'; gateway: Named; urls: string[]; virtualService: VirtualServiceFacts }

export interface IngressFacts {
  /** Running pods with the label istio=ingressgateway. */
  pods: Named[]
  /** Whether a Service leads to them. */
  service: boolean
  exposures: ExposureFacts[]
  /** The first gateway whose configuration was not observed: nothing is known of it, nor of those after it. */
  unread: Named | null
}

/** What is known of a pod in the mesh. */
export interface Description {
  pod: PodFacts
  /** null: the configuration of the pod's own Envoy was not observed. */
  services: ServiceFacts[] | null
  /** The Services that select the pod, also where `services` is null. */
  selectedBy: Named[]
  peerAuthentication: PeerAuthenticationFacts
  ingress: IngressFacts
}
