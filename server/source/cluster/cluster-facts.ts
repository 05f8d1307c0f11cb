import { z } from 'zod'
import { foreignRules } from '@/lib/mesh/foreign-rules'
import { FORMAT, type Scenario } from '@/lib/recording/scenario'
import type { Snapshot } from '@/lib/recording/snapshot'
import { type ObjectStore, ofEach } from '@/server/source/cluster/object-store'

const nodeSchema = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ podCIDR: z.string().nullish() }).nullish(),
  status: z.object({
    addresses: z.array(z.object({ type: z.string(), address: z.string() })).nullish(),
    nodeInfo: z.object({ kernelVersion: z.string().nullish() }).nullish(),
  }),
})
const readNode = ofEach((json) => nodeSchema.safeParse(json).data ?? null)
const versionSchema = z.object({ version: z.string() })
const routesSchema = z.array(z.looseObject({ dst: z.string().nullish(), gateway: z.string().nullish() }))

interface Seen {
  name: string
  startedAt: number
  kubernetes: string | null
  nodes: ObjectStore | null
  snapshot: Snapshot
  missing: { path: string; why: string }[]
}

/** What a recording has in its scenario.json, of a cluster as it is seen now. */
export function clusterScenario({ name, startedAt, kubernetes, nodes, snapshot, missing }: Seen): Scenario {
  const found = [...(nodes?.values() ?? [])].map(readNode).filter((node) => node !== null)
  const known = found
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      ip: status.addresses?.find(({ type, address }) => type === 'InternalIP' && !address.includes(':'))?.address ?? '',
      podCIDR: spec?.podCIDR ?? '',
      netns: metadata.name,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const kernel = found[0]?.status.nodeInfo?.kernelVersion
  const istio = istiodVersions(snapshot)
  const proxyMode = kubeProxyMode(
    snapshot,
    known.map((node) => node.name),
  )
  return {
    format: FORMAT,
    name,
    title: { en: name, ko: name },
    about: { en: '', ko: '' },
    seed: [],
    start: new Date(startedAt).toISOString(),
    versions: {
      ...(kubernetes === null ? {} : { kubernetes }),
      ...(istio === '' ? {} : { istio }),
      ...(kernel ? { kernel } : {}),
      ...(proxyMode === null ? {} : { kubeProxyMode: proxyMode }),
    },
    nodes: known,
    clients: outside(snapshot, known),
    missing,
    events: [],
  }
}

/** Of every istiod, each once: while a mesh is being upgraded there are two. */
function istiodVersions(snapshot: Snapshot): string {
  const found = snapshot
    .under('istiod')
    .flatMap((path) => (path.endsWith('/version.json') ? (versionIn(snapshot.read(path)?.text) ?? []) : []))
  return [...new Set(found)].sort().join(', ')
}

function versionIn(text: string | undefined): string | null {
  if (!text) return null
  try {
    return versionSchema.safeParse(JSON.parse(text)).data?.version ?? null
  } catch {
    return null
  }
}

/** By the rules of the first node that was read: kube-proxy's own nft table, or its chains in iptables. */
function kubeProxyMode(snapshot: Snapshot, nodes: readonly string[]): string | null {
  for (const node of nodes) {
    const folder = `nodes/${node}`
    if (foreignRules(snapshot, folder, 4)?.tables.some((table) => table.endsWith(' kube-proxy'))) return 'nftables'
    if (snapshot.read(`${folder}/iptables-save.txt`)?.text.includes(':KUBE-SERVICES ')) return 'iptables'
  }
  return null
}

/** Somebody outside the cluster: the router that the nodes' default route leads to, when no node has that address itself. */
function outside(snapshot: Snapshot, nodes: readonly { name: string; ip: string }[]): Scenario['clients'] {
  for (const { name } of nodes) {
    const text = snapshot.read(`nodes/${name}/ip-route.json`)?.text
    if (!text) continue
    let json: unknown
    try {
      json = JSON.parse(text)
    } catch {
      continue
    }
    const gateway = routesSchema.safeParse(json).data?.find((route) => route.dst === 'default')?.gateway
    if (gateway && !nodes.some((node) => node.ip === gateway)) return [{ name: gateway, ip: gateway, hosts: {} }]
  }
  return []
}
