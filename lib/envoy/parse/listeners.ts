import { type EnvoyAddress, readAddress } from '@/lib/envoy/config/address'
import { parseJsonText } from '@/lib/envoy/parse/json-text'
import { MAX_ADMIN_CHARS } from '@/lib/envoy/parse/limits'
import type { EnvoyProblem } from '@/lib/envoy/parse/problem'

/** A listener as Envoy's workers hold it. */
export interface ListenerStatus {
  name: string
  addresses: EnvoyAddress[]
  pointer: string
}

export interface ListenerStatuses {
  listeners: ListenerStatus[]
  problems: readonly EnvoyProblem[]
}

/** Parses `/listeners?format=json` (envoy.admin.v3.Listeners). Never throws. */
export function parseListeners(text: string): ListenerStatuses {
  const problems: EnvoyProblem[] = []
  const root = parseJsonText(text, MAX_ADMIN_CHARS, problems)
  const listeners = root
    .get('listener_statuses')
    .items()
    .map((node) => ({
      name: node.get('name').text() ?? '',
      addresses: [node.get('local_address'), ...node.get('additional_local_addresses').items()]
        .filter((address) => address.exists)
        .map(readAddress),
      pointer: node.pointer,
    }))
  return { listeners, problems }
}
