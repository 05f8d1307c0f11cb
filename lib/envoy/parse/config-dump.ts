import { JsonNode } from '@/lib/envoy/parse/json-node'
import { parseJsonText } from '@/lib/envoy/parse/json-text'
import { MAX_DUMP_CHARS } from '@/lib/envoy/parse/limits'
import { type EnvoyProblem, report } from '@/lib/envoy/parse/problem'
import { readSecrets, type SecretFacts } from '@/lib/envoy/parse/secrets'

export const SECTIONS = ['Bootstrap', 'Clusters', 'Endpoints', 'Listeners', 'ScopedRoutes', 'Routes', 'Secrets', 'Ecds'] as const
export type SectionName = (typeof SECTIONS)[number]
/** Envoy leaves these out when it has none of them, so their absence is no problem. */
const OPTIONAL: ReadonlySet<SectionName> = new Set(['ScopedRoutes', 'Ecds', 'Endpoints'])

export type ResourceState = 'active' | 'warming' | 'draining'

/** One resource of a dump: where its message lies, and what Envoy says about its life. Times are RFC 3339. */
export interface Resource {
  name: string
  origin: 'static' | 'dynamic'
  state: ResourceState
  node: JsonNode
  lastUpdated: string | null
  version: string | null
}

/** An update that Envoy refused; `name` is null where the dump ties it to no listener. */
export interface RefusedUpdate {
  name: string | null
  details: string
  lastAttempt: string | null
  pointer: string
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function resource(entry: JsonNode, field: string, origin: Resource['origin'], state: ResourceState, fallbackName = ''): Resource | null {
  const node = entry.get(field)
  if (!node.exists) return null
  return {
    name: node.get('name').text() ?? node.get('cluster_name').text() ?? entry.get('name').text() ?? fallbackName,
    origin,
    state,
    node,
    lastUpdated: entry.get('last_updated').text(),
    version: entry.get('version_info').text(),
  }
}

/**
 * A parsed `/config_dump`. The JSON is parsed once; each section's resources are listed when first asked for, and
 * `lib/envoy/config` normalises a single one. Several sections of one type (ECDS) are merged.
 */
export class ConfigDump {
  constructor(
    private readonly sections: ReadonlyMap<SectionName, JsonNode[]>,
    readonly problems: readonly EnvoyProblem[],
  ) {}

  private of(name: SectionName): JsonNode[] {
    return this.sections.get(name) ?? []
  }

  private list(section: SectionName, list: string, field: string, origin: Resource['origin'], state: ResourceState): Resource[] {
    return this.of(section).flatMap((node) =>
      node
        .get(list)
        .items()
        .flatMap((entry) => resource(entry, field, origin, state) ?? []),
    )
  }

  /** The names of the sections that are there. */
  get present(): SectionName[] {
    return [...this.sections.keys()]
  }

  readonly bootstrap = once(() => this.of('Bootstrap')[0]?.get('bootstrap') ?? new JsonNode(undefined, ''))

  readonly listeners = once((): Resource[] => {
    const dynamic = this.of('Listeners').flatMap((node) => node.get('dynamic_listeners').items())
    return [
      ...this.list('Listeners', 'static_listeners', 'listener', 'static', 'active'),
      ...dynamic.flatMap((entry) =>
        (['active', 'warming', 'draining'] as const).flatMap(
          (state) => resource(entry.get(`${state}_state`), 'listener', 'dynamic', state, entry.get('name').text() ?? '') ?? [],
        ),
      ),
    ]
  })

  /** How many listeners there are, without reading them. */
  get listenerCount(): number {
    return this.of('Listeners').reduce((sum, node) => sum + node.get('static_listeners').length + node.get('dynamic_listeners').length, 0)
  }

  /** Rejected listener updates (`error_state`), also those tied to no listener. */
  readonly refusedListeners = once((): RefusedUpdate[] =>
    this.of('Listeners').flatMap((node) =>
      node
        .get('dynamic_listeners')
        .items()
        .flatMap((entry) => {
          const error = entry.get('error_state')
          if (!error.exists) return []
          return [
            {
              name: entry.get('name').text() ?? error.at('failed_configuration', 'name').text(),
              details: error.get('details').text() ?? '',
              lastAttempt: error.get('last_update_attempt').text(),
              pointer: error.pointer,
            },
          ]
        }),
    ),
  )

  /** Clusters that take traffic, by name. */
  readonly clusters = once(
    () =>
      new Map(
        [
          ...this.list('Clusters', 'static_clusters', 'cluster', 'static', 'active'),
          ...this.list('Clusters', 'dynamic_active_clusters', 'cluster', 'dynamic', 'active'),
        ].map((entry) => [entry.name, entry]),
      ),
  )

  readonly warmingClusters = once(() => this.list('Clusters', 'dynamic_warming_clusters', 'cluster', 'dynamic', 'warming'))

  /** Route configurations by name; static ones (of listeners' own `route_config`) may share a name or have none. */
  readonly routes = once(
    () => new Map(this.list('Routes', 'dynamic_route_configs', 'route_config', 'dynamic', 'active').map((entry) => [entry.name, entry])),
  )

  readonly staticRoutes = once(() => this.list('Routes', 'static_route_configs', 'route_config', 'static', 'active'))

  /** The scopes (ScopedRouteConfiguration) that Envoy has for scoped routes of this name. */
  scopes(name: string): JsonNode[] {
    return this.of('ScopedRoutes').flatMap((node) =>
      [...node.get('inline_scoped_route_configs').items(), ...node.get('dynamic_scoped_route_configs').items()]
        .filter((entry) => entry.get('name').text() === name)
        .flatMap((entry) => entry.get('scoped_route_configs').items()),
    )
  }

  /** Endpoint assignments by cluster (or EDS service) name. */
  readonly endpoints = once(
    () =>
      new Map(
        [
          ...this.list('Endpoints', 'static_endpoint_configs', 'endpoint_config', 'static', 'active'),
          ...this.list('Endpoints', 'dynamic_endpoint_configs', 'endpoint_config', 'dynamic', 'active'),
        ].map((entry) => [entry.name, entry]),
      ),
  )

  /** Extension configurations (ECDS) by name, of all Ecds sections together. */
  readonly extensions = once(
    () => new Map(this.list('Ecds', 'ecds_filters', 'ecds_filter', 'dynamic', 'active').map((entry) => [entry.name, entry])),
  )

  readonly secrets = once((): SecretFacts[] => this.of('Secrets').flatMap(readSecrets))
}

function sectionName(type: string): SectionName | null {
  const match = /(?:^|\/)envoy\.admin\.v\d+(?:alpha)?\.([A-Za-z]+)ConfigDump$/.exec(type)
  return SECTIONS.find((name) => name === match?.[1]) ?? null
}

/**
 * Parses `GET /config_dump` of Envoy (snake_case) or istiod's `/debug/config_dump` (camelCase). Never throws: what is
 * missing, unknown or broken stands in `problems` and the rest is used. Source: envoy.admin.v3 (config_dump.proto).
 */
export function parseConfigDump(text: string): ConfigDump {
  const problems: EnvoyProblem[] = []
  const root = parseJsonText(text, MAX_DUMP_CHARS, problems)
  const sections = new Map<SectionName, JsonNode[]>()
  for (const node of root.get('configs').items()) {
    const type = node.key('@type').text()
    const name = type === null ? null : sectionName(type)
    if (name === null)
      report(problems, node.pointer, type === null ? 'A section without a type.' : `A section of the unknown type ${type}.`)
    else sections.set(name, [...(sections.get(name) ?? []), node])
  }
  if (root.exists) {
    if (root.get('configs').length === 0) report(problems, '/configs', 'There are no sections ("configs") in it.')
    for (const name of SECTIONS)
      if (!sections.has(name) && !OPTIONAL.has(name)) report(problems, '/configs', `The section ${name} is missing.`)
  }
  return new ConfigDump(sections, problems)
}
