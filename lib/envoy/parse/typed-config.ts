import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** A protobuf Any: its message's full name without `type.googleapis.com/`, the last part of it, and its fields. */
export interface TypedConfig {
  type: string
  kind: string
  config: JsonNode
}

function messageName(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1)
}

/** Opens a `typed_config`; a (udpa or xds) TypedStruct counts as the message it stands for. */
export function openTypedConfig(node: JsonNode): TypedConfig {
  let type = messageName(node.key('@type').text() ?? '')
  let config = node
  if (type.endsWith('.TypedStruct')) {
    type = messageName(node.get('type_url').text() ?? '')
    config = node.get('value')
  }
  return { type, kind: type.slice(type.lastIndexOf('.') + 1), config }
}
