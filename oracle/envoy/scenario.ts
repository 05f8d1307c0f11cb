import type { Arbitrary } from 'fast-check'
import type { SocketAddress } from '@/lib/envoy/model'

/** What one generated configuration may use of the Envoy that it shares with others. */
export interface Slot {
  /** A name that no other configuration of the batch has. */
  name(text: string): string
  /** A port for a listener; few are needed. */
  port(index: number): number
  /** A loopback address where nobody listens. */
  address(index: number): string
  /** Writes a file that Envoy reads a configuration from, and returns its path. */
  file(name: string, resources: object[]): string
}

/** TLS as the client of a probe offers it. */
export interface Hello {
  sni: string | null
  alpn: string[]
  /** Name of the certificate that it shows; null: none. */
  identity: string | null
}

/** A request as a client sends it. */
export interface Asked {
  method: string
  path: string
  host: string
  headers: [string, string][]
  /** CONNECT: what is asked in the tunnel, once there is one. */
  inside?: Asked
}

/** One request or connection that is really made and evaluated. */
export interface Probe {
  port: number
  /** What a PROXY header in front says, for listeners that take one. */
  proxied?: { source: SocketAddress; destination: SocketAddress }
  tls?: Hello
  /** null: bytes that are not HTTP. */
  request: Asked | null
  /** How often it is sent at least; where lib/envoy says that the outcome is random, it is sent far more often. */
  times: number
  /** What is held is let go before. */
  released?: boolean
  /** Flags that every access line of it must have: what the configuration provokes really happens. */
  sees?: string
}

/** What a generated configuration puts into Envoy, and the probes to judge it by. */
export interface Built {
  listeners: object[]
  clusters: object[]
  /** Static layers of the runtime, the later over the earlier. All configurations share them: their keys begin with the slot's name. */
  runtime?: object[]
  /** Sent before the dump is read, whatever comes of them: what Envoy learns from them stands in it. */
  before?: Probe[]
  /** Sent one after the other after those, and held at the upstream while the dump is read and the probes are sent. */
  held?: Probe[]
  probes: Probe[]
}

/** A kind of configuration: data that fast-check can shrink, and how it becomes Envoy's. */
export interface Family<T = unknown> {
  name: string
  arbitrary: Arbitrary<T>
  build(value: T, slot: Slot): Built
}
