import { addressText } from '@/lib/envoy/config/address'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import { headerOf } from '@/lib/envoy/evaluate/match/header'
import type { HttpRequest, SocketAddress } from '@/lib/envoy/model'

/** What a header value may name of the connection. */
export interface Formatting {
  request: HttpRequest
  local: { ip: string; port: number }
  remoteIp: string
  directRemoteIp: string
  serverName: string
  encrypted: boolean
  identity: string | null
}

/** What is known of a connection and of a request in it. */
export function formatting({ connection, remoteIp, terminated }: Flow, request: HttpRequest): Formatting {
  return {
    request,
    local: connection.local,
    remoteIp,
    directRemoteIp: connection.direct.ip,
    serverName: connection.serverName,
    encrypted: terminated !== null,
    identity: terminated?.identity ?? null,
  }
}

/** As Envoy writes an address; an internal listener's has no port. */
function localText({ ip, port }: SocketAddress): string {
  return ip.startsWith('envoy://') ? ip : addressText({ kind: 'socket', ip, port })
}

const COMMAND = /%(?:%|([A-Z_]+)(?:\(([^)]*)\))?(?::(\d+))?%)/g

/** The value of one command operator; undefined: no dump says. An absent value is empty, as Envoy omits it in headers. */
function operator(name: string, argument: string, facts: Formatting): string | undefined {
  switch (name) {
    case 'REQ': {
      const [main = '', alternative] = argument.split('?')
      return headerOf(facts.request, main) ?? (alternative === undefined ? '' : (headerOf(facts.request, alternative) ?? ''))
    }
    case 'DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT':
      return facts.remoteIp
    case 'DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT':
      return facts.directRemoteIp
    case 'DOWNSTREAM_LOCAL_ADDRESS':
      return localText(facts.local)
    case 'DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT':
      return facts.local.ip
    case 'DOWNSTREAM_LOCAL_PORT':
      return String(facts.local.port)
    case 'DOWNSTREAM_PEER_URI_SAN':
      return facts.identity ?? ''
    case 'REQUESTED_SERVER_NAME':
      return facts.serverName
    default:
      return undefined
  }
}

/** A header value with its command operators (%REQ(x)%, %%…) carried out; null when one of them is not known. */
export function formatValue(template: string, facts: Formatting): string | null {
  let known = true
  const text = template.replace(COMMAND, (whole, name: string | undefined, argument: string | undefined, length: string | undefined) => {
    if (whole === '%%') return '%'
    const value = operator(name ?? '', argument ?? '', facts)
    if (value === undefined) known = false
    return (value ?? '').slice(0, length === undefined ? undefined : Number(length))
  })
  return known ? text : null
}
