import { field, type Json, textField } from '@/lib/istio/json'

/** An Envoy address in its parts; `port` null: a socket file, or a listener inside Envoy. */
export interface EnvoyAddress {
  text: string
  port: number | null
}

/** Reads `socket_address`, `pipe` and `envoy_internal_address`; an unknown form is an empty text. */
export function addressOf(address: Json | undefined): EnvoyAddress {
  const socket = field(address, 'socket_address')
  if (socket !== undefined) {
    const port = field(socket, 'port_value')
    return { text: textField(socket, 'address') ?? '', port: typeof port === 'number' ? port : 0 }
  }
  const pipe = textField(field(address, 'pipe'), 'path')
  if (pipe !== null) return { text: `unix://${pipe}`, port: null }
  const internal = field(address, 'envoy_internal_address')
  const listener = textField(internal, 'server_listener_name')
  return { text: listener === null ? '' : `envoy://${listener}/${textField(internal, 'endpoint_id') ?? ''}`, port: null }
}

/** `10.0.0.1:80`; without a port the text alone. */
export const addressText = ({ text, port }: EnvoyAddress): string => (port === null ? text : `${text}:${port}`)
