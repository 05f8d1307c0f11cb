import type { SocketAddress } from '@/lib/envoy/model'

/** Loopback addresses of this run alone: all of 127/8 is the machine's own on Linux, so two runs at a time never meet. */
function address(kind: number): string {
  return `127.${kind}.${(process.pid >> 8) & 255}.${process.pid & 255}`
}

/** Where every listener of the judged Envoy is bound. */
export const ENVOY_IP = address(100)
export const ADMIN: SocketAddress = { ip: ENVOY_IP, port: 9901 }

/** How many upstreams answer; their addresses differ, their port is one. */
export const UPSTREAMS = 8
const UPSTREAM_PORT = 9000
const UPSTREAM_TLS_PORT = 9443
const UPSTREAM_HTTP2_PORT = 9002

/** An upstream that echoes what it got. */
export function upstream(index: number): SocketAddress {
  return { ip: address(110 + index), port: UPSTREAM_PORT }
}

/** The same one by TLS. */
export function tlsUpstream(index: number): SocketAddress {
  return { ip: address(110 + index), port: UPSTREAM_TLS_PORT }
}

/** The same one by HTTP/2 without TLS. */
export function http2Upstream(index: number): SocketAddress {
  return { ip: address(110 + index), port: UPSTREAM_HTTP2_PORT }
}

/** Where the names of upstreams are resolved, by UDP. */
export const NAME_SERVER: SocketAddress = { ip: address(108), port: 5353 }

/** Nobody listens there: connections are refused. */
export const NOBODY: SocketAddress = { ip: address(109), port: 9009 }
