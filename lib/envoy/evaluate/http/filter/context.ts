import type { FilterConfig } from '@/lib/envoy/config/filter-chain'
import type { Flow } from '@/lib/envoy/evaluate/flow'
import type { Selection } from '@/lib/envoy/evaluate/http/select-route'
import type { EnvoyTree, HttpRequest } from '@/lib/envoy/model'
import type { JsonNode } from '@/lib/envoy/parse/json-node'

/** What one HTTP filter gets: `override` is the most specific typed_per_filter_config, null without one. */
export interface FilterContext {
  flow: Flow
  request: HttpRequest
  selection: Selection
  filter: FilterConfig
  override: JsonNode | null
  next: (flow: Flow, request: HttpRequest) => EnvoyTree
}

export type HttpFilter = (context: FilterContext) => EnvoyTree
