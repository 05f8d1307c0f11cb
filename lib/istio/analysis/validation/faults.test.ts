import { describe, expect, it } from 'vitest'
import { told } from '@/lib/istio/analysis/testing/configuration'

const says = (kind: string, spec: string): string[] =>
  told(`{kind: ${kind}, metadata: {name: one, namespace: shop}, spec: {${spec}}}`, ['IST0106', 'IST0133']).map((line) =>
    line.replace(/^(\w+) .*? validation (?:error|warning): /, '$1: '),
  )

/** A spec, and the one thing that is said of it. */
type Case = readonly [spec: string, said: string]

const each = (kind: string, cases: readonly Case[]) =>
  it.each(cases.map(([spec, said]) => [said, spec] as const))(`${kind}: %s`, (said, spec) => {
    expect(says(kind, spec).filter((line) => !line.includes('exposes internal implementation'))).toEqual([said])
  })

const to = 'route: [{destination: {host: web}}]'

describe('VirtualServices', () => {
  const http = (rule: string) => `hosts: [web], http: [{${rule}}]`
  each('VirtualService', [
    [http('redirect: {uri: /x}, fault: {abort: {httpStatus: 500}}'), 'Error: HTTP route cannot contain both fault and redirect'],
    [http('redirect: {uri: /x}, rewrite: {uri: /y}'), 'Error: HTTP route rule cannot contain both rewrite and redirect'],
    [http(`directResponse: {status: 200}, ${to}`), 'Error: HTTP route cannot contain both route and direct_response'],
    [http(`mirror: {host: web}, mirrors: [{destination: {host: web}}], ${to}`), 'Error: HTTP route cannot contain both mirror and mirrors'],
    [http(`fault: {abort: {percentage: {value: 10}}}, ${to}`), 'Warning: abort configured, but error type not set'],
    [
      http(`directResponse: {status: 200, body: {string: "${'x'.repeat(150 * 1024)}"}}`),
      'Warning: large direct_responses may impact control plane performance',
    ],
    [
      http(`directResponse: {status: 200, body: {string: "${'x'.repeat(1100 * 1024)}"}}`),
      'Error: large direct_responses may impact control plane performance, must be less than 1MB',
    ],
    [`hosts: [web, web], http: [{${to}}]`, 'Error: duplicate hosts in virtual service: web & web'],
    ['hosts: [web], tcp: [{match: [{port: 80}]}]', 'Error: TCP route is required'],
    ['hosts: [web], tcp: [{route: [{destination: {host: web}, weight: 120}]}]', 'Error: percentage 120 is not in range 0..100'],
  ])
})

describe('DestinationRules', () => {
  const policy = (text: string) => `host: web, trafficPolicy: {${text}}`
  each('DestinationRule', [
    ['subsets: []', 'Error: empty domain name not allowed'],
    ['host: web, subsets: [{labels: {a: b}}]', 'Error: subset name cannot be empty'],
    [
      policy('outlierDetection: {consecutiveLocalOriginFailures: 5}'),
      'Error: outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false',
    ],
    [
      policy('tls: {mode: SIMPLE, credentialName: a, caCertificates: b}'),
      'Error: cannot specify client certificates or CA certificate If credentialName is set',
    ],
    [policy('connectionPool: {}'), 'Error: connection pool must have at least one field'],
    [policy('portLevelSettings: [{loadBalancer: {simple: RANDOM}}]'), 'Error: portTrafficPolicy must have valid port'],
  ])
})

describe('EnvoyFilters', () => {
  const patch = (text: string) => `configPatches: [{${text}}]`
  const filter = (applyTo: string, match: string) =>
    patch(`applyTo: ${applyTo}, match: {listener: {filterChain: {filter: {${match}}}}}, patch: {operation: REMOVE}`)
  each('EnvoyFilter', [
    [filter('LISTENER', 'name: a'), 'Warning: Envoy filter: filter match has no effect when used with LISTENER'],
    [filter('HTTP_FILTER', 'subFilter: {name: a}'), 'Error: Envoy filter: filter match has no name to match on'],
    [
      filter('NETWORK_FILTER', 'name: a, subFilter: {name: b}'),
      'Error: Envoy filter: subfilter match can be used with applyTo HTTP_FILTER only',
    ],
    [
      filter('HTTP_FILTER', 'name: a, subFilter: {name: b}'),
      'Error: Envoy filter: subfilter match requires filter match with envoy.filters.network.http_connection_manager',
    ],
    [
      filter('HTTP_FILTER', 'name: envoy.filters.network.http_connection_manager, subFilter: {}'),
      'Error: Envoy filter: subfilter match has no name to match on',
    ],
    [patch('patch: {operation: REMOVE}'), 'Error: Envoy filter: missing applyTo'],
    [patch('applyTo: CLUSTER'), 'Error: Envoy filter: missing patch'],
    [patch('applyTo: CLUSTER, patch: {value: {}}'), 'Error: Envoy filter: missing patch operation'],
    [
      patch('applyTo: CLUSTER, match: {listener: {}}, patch: {operation: REMOVE}'),
      'Error: Envoy filter: applyTo for cluster class objects cannot have non cluster match',
    ],
    [
      patch('applyTo: HTTP_ROUTE, match: {cluster: {}}, patch: {operation: REMOVE}'),
      'Error: Envoy filter: applyTo for http route class objects cannot have non route configuration match',
    ],
  ])
})

describe('Gateways', () => {
  const server = (port: string, rest = '') => `servers: [{hosts: [a.com], port: {name: p, ${port}}${rest}}]`
  const https = 'number: 443, protocol: HTTPS'
  each('Gateway', [
    [
      server(https, ', tls: {mode: SIMPLE, credentialName: c, minProtocolVersion: TLSV1_0}'),
      'Warning: TLS version below TLSV1_2 require setting compatible ciphers as by default they no longer include compatible ciphers.',
    ],
    [server(https, ', tls: {mode: SIMPLE, credentialName: c, cipherSuites: [B, A, B]}'), 'Warning: ignoring duplicate cipher suites: [B]'],
    [server(https, ', tls: {mode: SIMPLE, privateKey: k}'), 'Error: SIMPLE TLS requires a server certificate'],
    [server(https, ', tls: {mode: SIMPLE, serverCertificate: c}'), 'Error: SIMPLE TLS requires a private key'],
    [server(https, ', tls: {mode: MUTUAL, serverCertificate: c, privateKey: k}'), 'Error: MUTUAL TLS requires a client CA bundle'],
    ['servers: [{port: {number: 80, name: p, protocol: HTTP}}]', 'Error: server config must contain at least one host'],
    ['servers: [{hosts: [a.com]}]', 'Error: port is required'],
    [
      server('number: 80, protocol: FOO'),
      'Error: invalid protocol "FOO", supported protocols are HTTP, HTTP2, GRPC, GRPC-WEB, MONGO, REDIS, MYSQL, TCP',
    ],
    [server('number: 80, protocol: HTTP, targetPort: 8080'), 'Error: targetPort has no impact on Gateways'],
    [
      server('number: 443, protocol: TLS', ', tls: {mode: PASSTHROUGH, httpsRedirect: true}'),
      'Warning: tls.httpsRedirect should only be used with http servers',
    ],
    [
      'servers: [{hosts: [a.com], port: {number: 80, name: p, protocol: HTTP}}, {hosts: [b.com], port: {number: 81, name: p, protocol: HTTP}}]',
      'Error: port names in servers must be unique: duplicate name p',
    ],
  ])
})

describe('ServiceEntries', () => {
  const http = 'hosts: [a.com], ports: [{number: 80, name: http, protocol: HTTP}]'
  each('ServiceEntry', [
    ['ports: [{number: 80, name: http, protocol: HTTP}]', 'Error: service entry must have at least one host'],
    ['hosts: ["*"], ports: [{number: 80, name: http, protocol: HTTP}]', 'Error: invalid host *'],
    [
      'hosts: [a.com], ports: [{number: 80, name: p, protocol: HTTP}, {number: 81, name: p, protocol: HTTP}]',
      'Error: service entry port name "p" already defined',
    ],
    ['hosts: [a.com], ports: [{number: 80, name: p, protocol: FOO}]', 'Error: unsupported protocol: FOO'],
    [`${http}, resolution: NONE, endpoints: [{address: 1.1.1.1}]`, 'Error: no endpoints should be provided for resolution type none'],
    [
      `${http}, resolution: NONE, workloadSelector: {labels: {a: b}}`,
      'Warning: workloadSelector should not be set when resolution mode is NONE',
    ],
    [`${http}, resolution: DNS, addresses: [10.0.0.0/8]`, 'Error: CIDR addresses are allowed only for NONE/STATIC resolution types'],
    [
      'hosts: [a.com, b.com], resolution: STATIC, addresses: [10.0.0.1], ports: [{number: 80, name: tcp, protocol: TCP}]',
      'Error: multiple hosts provided with non-HTTP, non-TLS ports',
    ],
  ])

  it('with several hosts and TCP are told apart by nothing', () => {
    const several = 'hosts: [a.com, b.com], resolution: DNS, addresses: [10.0.0.1], ports: [{number: 80, name: tcp, protocol: TCP}]'
    expect(says('ServiceEntry', several)).toContain(
      'Warning: service entry can not have more than one host specified simultaneously with address and tcp port',
    )
  })
})

describe('Sidecars', () => {
  each('Sidecar', [
    ['egress: [{hosts: ["*/*", "./web"]}]', 'Warning: `*/*` host select all resources, no other hosts can be added'],
    ['ingress: [{defaultEndpoint: "127.0.0.1:80"}]', 'Error: sidecar: port is required for ingress listeners'],
    [
      'ingress: [{port: {number: 81, name: tcp, protocol: TCP}, connectionPool: {http: {http1MaxPendingRequests: 1}}}]',
      'Warning: sidecar: HTTP connection pool settings are configured for port 81 ("tcp") but its protocol is not HTTP (TCP); only TCP settings will apply',
    ],
    ['egress: [{hosts: []}]', 'Error: sidecar: egress listener must contain at least one host'],
    [
      'egress: [{hosts: ["./a"]}, {port: {number: 80, name: http, protocol: HTTP}, hosts: ["./b"]}]',
      'Error: sidecar: the egress listener with empty port should be the last listener in the list',
    ],
  ])
})

describe('policies', () => {
  each('AuthorizationPolicy', [
    [
      'action: DENY',
      'Error: invalid policy one.shop: DENY action without `rules` is meaningless as it will never be triggered, add an empty rule `{}` if you want it be triggered for every request',
    ],
    [
      'action: ALLOW, provider: {name: p}, rules: [{}]',
      'Error: invalid policy one.shop: `provider` must not be with non CUSTOM action, found ALLOW',
    ],
  ])
  each('RequestAuthentication', [['jwtRules: [{issuer: me, audiences: [""]}]', 'Error: audience must be non-empty string']])
  each('Telemetry', [['tracing: [{providers: [{name: a}, {name: b}]}]', 'Warning: multiple providers is not currently supported']])
  each('WorkloadEntry', [['labels: {a: b}', 'Error: address is required']])
})
