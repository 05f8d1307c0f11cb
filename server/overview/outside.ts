import type { OverviewPlace, OverviewRow } from '@/lib/api/overview'
import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import type { Mesh } from '@/lib/mesh/model'
import { routesMet } from '@/server/overview/routes'
import { ask, shownOf, wayOf } from '@/server/overview/way'

/** Asks a walk; null when the overview has asked as many as it may. */
export type Asker = (question: Question) => Promise<Walk | null>

interface NodePort {
  group: string
  port: number
  scheme: 'http' | 'https'
  place: OverviewPlace
}

/** Every way in: node port → host → route → destination, with the verdict at each node; entries that lead somewhere first. */
export async function waysIn(mesh: Mesh, at: number, walk: Asker): Promise<OverviewRow[]> {
  const from = mesh.facts.clients[0]?.name
  if (from === undefined) return []
  const rows: OverviewRow[] = []
  for (const entry of nodePorts(mesh)) {
    const probe = (path: string, host: string | null, ip: string): Question =>
      ask({ from, url: `${entry.scheme}://${ip}:${entry.port}${path}`, host, at })
    const first = await firstThatArrives(mesh, (ip) => walk(probe('/', null, ip)))
    if (first === null) break
    const asked = routesMet(mesh, first) ?? [null]
    for (const [n, route] of asked.entries()) {
      const ways: { shown: ReturnType<typeof shownOf>; way: ReturnType<typeof wayOf> }[] = []
      for (const node of mesh.facts.nodes) {
        const question = probe(route?.path ?? '/', route?.host ?? null, node.ip)
        const found = await walk(question)
        if (found) ways.push({ shown: shownOf(found), way: wayOf(node.name, question, found) })
      }
      // The row's line and its link are of a way that arrives, where there is one.
      const best = ways.find((each) => each.shown.destination !== null) ?? ways[0]
      if (!best) break
      rows.push({
        id: `${entry.group} ${n}`,
        group: entry.group,
        side: 'outside',
        entry: entry.place,
        host: route?.hostPlace ?? null,
        route: route?.routePlace ?? null,
        ...best.shown,
        ways: ways.map((each) => each.way).sort((a, b) => Number(b === best.way) - Number(a === best.way)),
      })
    }
  }
  const rank = new Map<string, number>()
  for (const row of rows) rank.set(row.group, Math.min(rank.get(row.group) ?? 2, row.host !== null ? 0 : row.destination !== null ? 1 : 2))
  return rows.sort((a, b) => (rank.get(a.group) ?? 2) - (rank.get(b.group) ?? 2))
}

/** A node without a local endpoint may drop: the routes are seen from one that does not. */
async function firstThatArrives(mesh: Mesh, walk: (ip: string) => Promise<Walk | null>): Promise<Walk | null> {
  let last: Walk | null = null
  for (const node of mesh.facts.nodes) {
    const found = await walk(node.ip)
    if (found === null) return last
    last = found
    if (found.steps.some((step) => step.proxy !== undefined) || found.verdict.kind === 'delivered') return found
  }
  return last
}

function nodePorts(mesh: Mesh): NodePort[] {
  return mesh.services.flatMap(({ metadata, spec }) => {
    return (spec.ports ?? []).flatMap((port): NodePort[] => {
      if (!port.nodePort || (port.protocol ?? 'TCP') !== 'TCP') return []
      const tls = port.port === 443 || /^(?:https|tls)/.test(port.appProtocol ?? port.name ?? '')
      const local = spec.externalTrafficPolicy === 'Local' ? ' · Local' : ''
      return [
        {
          group: `${metadata.namespace}/${metadata.name}:${port.nodePort}`,
          port: port.nodePort,
          scheme: tls ? 'https' : 'http',
          place: {
            title: `:${port.nodePort} → ${port.targetPort ?? port.port}`,
            note: `${port.name ? `${port.name} · ` : ''}${metadata.name}${local}`,
            kind: 'node',
          },
        },
      ]
    })
  })
}
