import { describe, expect, it } from 'vitest'
import { told } from '@/lib/istio/analysis/testing/configuration'

const CODES = ['IST0106', 'IST0133']

/** What is said of an object by itself: the level and the sentence after its beginning. */
const says = (kind: string, spec: string, version?: string): string[] =>
  told(`{kind: ${kind}, metadata: {name: one, namespace: shop}, spec: {${spec}}}`, CODES, version === undefined ? {} : { version }).map(
    (line) => line.replace(/^(\w+) .*? validation (?:error|warning): /, '$1: '),
  )

describe('VirtualServices by themselves', () => {
  const http = (rule: string) => says('VirtualService', `hosts: [web], http: [{${rule}}]`)

  it('have a rule, and each says where to', () => {
    expect(says('VirtualService', 'hosts: [web]')).toEqual(['Error: http, tcp or tls must be provided in virtual service'])
    expect(http('match: [{uri: {prefix: /}}]')).toEqual(['Error: HTTP route, redirect or direct_response is required'])
    expect(http('redirect: {uri: /x}, route: [{destination: {host: web}}]')).toEqual([
      'Error: HTTP route cannot contain both route and redirect',
    ])
    expect(http('route: [{destination: {host: web}}]')).toEqual([])
  })

  it('are warned of what has another name now', () => {
    expect(http('route: [{destination: {host: web}}], mirror: {host: web}, mirrorPercent: 5')).toEqual([
      'Warning: using deprecated setting "mirrorPercent", use "mirrorPercentage" instead',
    ])
    expect(says('VirtualService', 'hosts: [web], gateways: [edge.other], http: [{route: [{destination: {host: web}}]}]')).toEqual([
      'Warning: using legacy gatewayName format "edge.other"; prefer the <namespace>/<name> format: "other/edge"',
    ])
    expect(says('VirtualService', 'hosts: [web], tls: [{match: [{sniHosts: [10.0.0.1]}], route: [{destination: {host: web}}]}]')).toEqual([
      'Warning: using an IP address ("10.0.0.1") goes against SNI spec and most clients do not support this',
    ])
  })
})

describe('DestinationRules by themselves', () => {
  it('have a host, subsets with names of their own, and settings that go together', () => {
    expect(says('DestinationRule', 'host: web, subsets: [{name: v1}, {name: v1}]')).toEqual(['Error: duplicate subset names: v1'])
    expect(says('DestinationRule', 'host: web, trafficPolicy: {}')).toEqual(['Error: traffic policy must have at least one field'])
    expect(says('DestinationRule', 'host: web, trafficPolicy: {tls: {mode: MUTUAL}}')).toEqual([
      'Error: client certificate required for mutual tls',
      'Error: private key required for mutual tls',
    ])
    expect(says('DestinationRule', 'host: web, trafficPolicy: {outlierDetection: {consecutiveErrors: 5}}')).toEqual([
      'Warning: outlier detection consecutive errors is deprecated, use consecutiveGatewayErrors or consecutive5xxErrors instead',
    ])
  })
})

describe('Gateways by themselves', () => {
  const server = (text: string) => says('Gateway', `servers: [{hosts: [a.com], ${text}}]`)

  it('say how they speak', () => {
    expect(says('Gateway', 'selector: {istio: edge}')).toEqual(['Error: gateway must have at least one server'])
    expect(server('port: {number: 443, name: https, protocol: HTTPS}')).toEqual([
      'Error: server must have TLS settings for HTTPS/TLS protocols',
    ])
    expect(server('port: {number: 80, name: http, protocol: HTTP}, tls: {mode: SIMPLE, credentialName: c}')).toEqual([])
    expect(server('port: {number: 90, name: tcp, protocol: TCP}, tls: {mode: SIMPLE, credentialName: c}')).toEqual([
      'Error: server cannot have TLS settings for non HTTPS/TLS ports',
    ])
    expect(server('port: {number: 443, name: https, protocol: HTTPS}, tls: {mode: PASSTHROUGH, credentialName: c}')).toEqual([
      'Warning: PASSTHROUGH mode does not use certificates, they will be ignored',
    ])
  })
})

describe('ServiceEntries by themselves', () => {
  const TCP = 'hosts: [db.com], ports: [{number: 5432, name: tcp, protocol: TCP}]'

  it('need addresses for TCP unless istiod allocates them', () => {
    const old =
      'Warning: addresses are required for ports serving TCP (or unset) protocol when ISTIO_META_DNS_AUTO_ALLOCATE is not set on a proxy'
    expect(says('ServiceEntry', `${TCP}, resolution: DNS`, '1.23.2')).toEqual([old])
    expect(says('ServiceEntry', `${TCP}, resolution: DNS`)).toEqual([])
    expect(says('ServiceEntry', `${TCP}, resolution: NONE`)).toEqual([
      'Warning: addresses are required for ports serving TCP (or unset) protocol when IP Autoallocation is not enabled',
    ])
  })

  it('have either endpoints or a selector, and ports of their own', () => {
    const both = 'addresses: [10.0.0.1], resolution: STATIC, workloadSelector: {labels: {app: db}}, endpoints: [{address: 1.1.1.1}]'
    expect(says('ServiceEntry', `${TCP}, ${both}`)).toEqual([
      'Error: only one of WorkloadSelector or Endpoints is allowed in Service Entry',
    ])
    const twice =
      'hosts: [a.com], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}, {number: 80, name: other, protocol: HTTP}]'
    expect(says('ServiceEntry', twice)).toEqual(['Error: service entry port 80 already defined'])
  })
})

describe('Sidecars and EnvoyFilters by themselves', () => {
  it('configure something, each host once', () => {
    expect(says('Sidecar', '')).toEqual(['Error: sidecar: empty configuration provided'])
    expect(says('Sidecar', 'egress: [{hosts: ["./*", "./web"]}]')).toEqual(['Warning: duplicated egress host: ./web'])
    expect(says('Sidecar', 'egress: [{hosts: ["./*", "*/web"]}]')).toEqual([])
  })

  it('are warned of, and of Envoy’s old names', () => {
    const filter = (name: string) =>
      `configPatches: [{applyTo: NETWORK_FILTER, match: {listener: {filterChain: {filter: {name: ${name}}}}}, patch: {operation: REMOVE}}]`
    expect(says('EnvoyFilter', filter('envoy.tcp_proxy'))).toEqual([
      expect.stringMatching(/^Warning: EnvoyFilter exposes internal implementation details/),
      'Warning: using deprecated filter name "envoy.tcp_proxy"; use "envoy.filters.network.tcp_proxy" instead',
    ])
    expect(says('EnvoyFilter', filter('envoy.filters.network.tcp_proxy'))).toHaveLength(1)
    expect(says('EnvoyFilter', 'configPatches: [{applyTo: CLUSTER, patch: {operation: MERGE}}]')[0]).toBe(
      'Error: Envoy filter: missing patch value for non-remove operation',
    )
  })
})

describe('policies by themselves', () => {
  it('are warned of what they refuse to connections that are not HTTP', () => {
    const all =
      'Warning: configured AuthorizationPolicy will deny all traffic to TCP ports under its scope due to the use of only HTTP attributes in a DENY rule; it is recommended to explicitly specify the port'
    expect(says('AuthorizationPolicy', 'action: DENY, rules: [{to: [{operation: {methods: [GET]}}]}]')).toEqual([all])
    expect(says('AuthorizationPolicy', 'action: DENY, rules: [{to: [{operation: {methods: [GET], ports: ["80"]}}]}]')).toEqual([])
    expect(says('AuthorizationPolicy', 'action: ALLOW, rules: [{to: [{operation: {methods: [GET]}}]}]')).toEqual([])
  })

  it('select by something', () => {
    expect(says('PeerAuthentication', 'selector: {}')).toEqual(['Warning: workload selector specified without labels'])
    expect(says('PeerAuthentication', 'portLevelMtls: {80: {mode: STRICT}}')).toEqual([
      'Error: mesh/namespace peer authentication cannot have port level mTLS',
    ])
    expect(says('RequestAuthentication', 'jwtRules: [{audiences: [a]}]')).toEqual(['Error: issuer or jwksUri must be non-empty string'])
    expect(says('WasmPlugin', 'selector: {matchLabels: {"a*": b}}')).toEqual([
      'Error: url field needs to be set',
      'Error: wildcard is not supported in selector: "a*=b"',
    ])
    expect(says('Telemetry', 'tracing: [{}, {}]')).toEqual(['Warning: multiple tracing is not currently supported'])
  })

  it('say where a workload is', () => {
    expect(says('WorkloadEntry', 'network: other')).toEqual(['Warning: address is unset with network "other"'])
    expect(says('WorkloadGroup', '')).toEqual(['Error: template is required'])
  })
})
