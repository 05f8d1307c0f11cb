import { z } from 'zod'
import type { Growing, Recording } from '@/lib/recording/recording'
import type { Observation, Snapshot } from '@/lib/recording/snapshot'
import { mayLookInto, maySee, type Rights } from '@/server/auth/rights'

const listSchema = z.looseObject({ items: z.array(z.unknown()) })
const metaSchema = z.object({ metadata: z.object({ name: z.string(), namespace: z.string().optional() }) })
const synczSchema = z.array(z.looseObject({ proxy: z.string() }))
const connectionsSchema = z.looseObject({ clients: z.array(z.looseObject({ connectionId: z.string() })) })

/** A live cluster as one person may see it: everything else is as if it had never been observed. */
export function visibleRecording(full: Recording, rights: Rights): Recording {
  if (rights.everything) return full
  const kept = new WeakMap<Observation, Observation | null>()
  const filtered = (observation: Observation | null): Observation | null => {
    if (!observation || !mayRead(rights, observation.path)) return null
    const known = kept.get(observation)
    if (known !== undefined) return known
    const made = withText(observation, rights)
    kept.set(observation, made)
    return made
  }
  const timed = (entry: string) => entry.replace(/^timeline\/\d+\//, '')
  const mayOpen = (entry: string) => entry.startsWith('timeline/') && mayRead(rights, timed(entry))
  return {
    name: full.name,
    get scenario() {
      const { scenario } = full
      return {
        ...scenario,
        nodes: maySee(rights, 'nodes', null) ? scenario.nodes : [],
        clients: maySee(rights, 'nodes', null) ? scenario.clients : [],
        missing: scenario.missing.filter(({ path }) => mayRead(rights, path)),
      }
    },
    requests: [],
    get problems() {
      return full.problems.filter(({ entry }) => mayRead(rights, entry))
    },
    entries: () => full.entries().filter(mayOpen),
    size: (entry) => (mayOpen(entry) ? full.size(entry) : null),
    text: (entry) => {
      const text = mayOpen(entry) ? full.text(entry) : null
      return text === null ? null : filterText(timed(entry), text, rights)
    },
    report: () => {},
    request: () => null,
    get marks() {
      return full.marks
    },
    markAt: (ms) => full.markAt(ms),
    get endMs() {
      return full.endMs
    },
    ...(full.grows ? { grows: visibleGrowing(full.grows, rights) } : {}),
    sees: (resource, namespace) => maySee(rights, resource, namespace),
    snapshotAt: (ms) => visibleSnapshot(full.snapshotAt(ms), rights, filtered),
    versions: (path) => (mayRead(rights, path) ? full.versions(path) : []),
    partsAt: (path, ms) => (mayRead(rights, path) ? full.partsAt(path, ms) : []),
    netnsFolder: (name) => full.netnsFolder(name),
  }
}

/** Nobody has read what they may not see. */
function visibleGrowing(grows: Growing, rights: Rights): Growing {
  const visible = (netns: Iterable<string>) => [...netns].filter((name) => mayRead(rights, `pods/${name}/`))
  return {
    get shapeAt() {
      return grows.shapeAt
    },
    looked: (netns) => grows.looked(visible(netns)),
    readFirst: (netns) => grows.readFirst(visible(netns)),
    askIstiod: async (proxy) => (mayName(rights, proxy) ? grows.askIstiod(proxy) : undefined),
  }
}

function visibleSnapshot(snapshot: Snapshot, rights: Rights, filtered: (observation: Observation | null) => Observation | null): Snapshot {
  let paths: readonly string[] | null = null
  return {
    at: snapshot.at,
    paths: () => {
      paths ??= snapshot.paths().filter((path) => mayRead(rights, path))
      return paths
    },
    under: (folder) => snapshot.under(folder).filter((path) => mayRead(rights, path)),
    read: (path) => filtered(snapshot.read(path)),
  }
}

/** Whether a path may be read at all, by the one place that knows what stands where. What is not known is not shown. */
export function mayRead(rights: Rights, path: string): boolean {
  if (rights.everything) return true
  const [top = '', second = ''] = path.split('/')
  if (top === 'k8s') return true
  if (top === 'pods') return mayLookInto(rights, second.split('.')[0] ?? '')
  // Of istiod: who is in sync (its rows are filtered), and its version. Its registries name everything.
  if (top === 'istiod') return /\/(?:syncz|connections|version)\.json$/.test(path)
  return false
}

function withText(observation: Observation, rights: Rights): Observation {
  let text: string | null = null
  return {
    path: observation.path,
    entry: observation.entry,
    at: observation.at,
    get text() {
      text ??= filterText(observation.path, observation.text, rights)
      return text
    },
  }
}

function filterText(path: string, text: string, rights: Rights): string {
  const resource = /^k8s\/(.+)\.json$/.exec(path)?.[1]
  if (resource !== undefined) return filterList(resource, text, rights)
  if (path.endsWith('/syncz.json')) {
    const rows = synczSchema.safeParse(parsed(text)).data ?? []
    return JSON.stringify(rows.filter(({ proxy }) => mayName(rights, proxy)))
  }
  if (path.endsWith('/connections.json')) {
    const found = connectionsSchema.safeParse(parsed(text)).data
    const clients = (found?.clients ?? []).filter(({ connectionId }) =>
      mayName(rights, connectionId.slice(0, connectionId.lastIndexOf('-'))),
    )
    return JSON.stringify({ totalClients: clients.length, clients })
  }
  return text
}

/** POD.NAMESPACE of a proxy whose pod may be seen. */
const mayName = (rights: Rights, proxy: string): boolean => maySee(rights, 'pods', proxy.slice(proxy.lastIndexOf('.') + 1))

function filterList(resource: string, text: string, rights: Rights): string {
  const list = listSchema.safeParse(parsed(text)).data
  const items = (list?.items ?? []).filter((item) => {
    const meta = metaSchema.safeParse(item).data?.metadata
    if (!meta) return false
    if (resource === 'namespaces' && !maySee(rights, resource, null))
      return [...rights.byNamespace.values()].some((found) => found.has(meta.name))
    return maySee(rights, resource, meta.namespace ?? null)
  })
  return JSON.stringify({ apiVersion: 'v1', items, kind: 'List' })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
