import { describe, expect, it } from 'vitest'
import { elementsQuery, elementsSchema, netfilterSearchSchema } from '@/lib/api/netfilter-view'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { chainAt } from '@/server/netfilter/chain'
import { dumpsOf, labelOf } from '@/server/netfilter/dumps'
import { elementsAt } from '@/server/netfilter/elements'
import { outlineAt } from '@/server/netfilter/outline'
import { searchRules } from '@/server/netfilter/search'
import { meshAt } from '@/server/walk/mesh-cache'

/** Every NodePort map of kube-proxy's nftables mode in the recordings: its namespace, its dump, and what nft lists of it. */
const MAP = 'service-nodeports'
const seen = recordingNames().flatMap((name) => {
  const recording = recordingNamed(name)
  return meshAt(recording, 0).netnsNames.flatMap((netns) => {
    const mesh = meshAt(recording, 0).netns(netns)
    if (mesh?.kind !== 'node') return []
    return dumpsOf(recording, netns, 0).flatMap((dump) =>
      [...dump.tables.values()].flatMap((table) => {
        const map = 'sets' in table ? (table.sets as Map<string, { elements: readonly unknown[] }>).get(MAP) : undefined
        return map && map.elements.length > 0 ? [{ recording, netns, entry: dump.path, table: labelOf(table), elements: map.elements }] : []
      }),
    )
  })
})

describe.skipIf(seen.length === 0)('the elements of verdict maps (hardware: a recording of kube-proxy’s nftables mode)', () => {
  it.each(seen.map((one) => [`${one.recording.scenario.name} ${one.netns}`, one] as const))(
    '%s: found by the port, with chain and Service',
    (_, one) => {
      const { recording, netns, entry, table, elements } = one
      for (const element of elements as [{ concat: [string, number] }, { goto: { target: string } }][]) {
        const [{ concat }, { goto }] = element
        const text = `${concat[0]} . ${concat[1]} : goto ${goto.target}`
        const hits = netfilterSearchSchema.parse(searchRules(recording, { netns, at: 0, entry, q: `@${MAP} ${concat[1]}` })).hits
        const hit = hits.find((found) => found.element?.text === text)
        expect(hit?.element?.set).toBe(`@${MAP}`)
        const asked = elementsQuery.parse({ netns, at: 0, entry, table, chain: hit?.chain, rule: hit?.index, q: text })
        const { elements: listed, total, count } = elementsSchema.parse(elementsAt(recording, asked))
        expect(listed.map(({ chain }) => chain)).toEqual([goto.target])
        const [, namespace, service, port] = /^\w+-\w{8}-([^/]+)\/([^/]+)\/\w+\/(.*)$/.exec(goto.target) ?? []
        expect(listed[0]?.service).toBe(`${namespace}/${service}${port ? `:${port}` : ''}`)
        expect(total).toBe(1)
        expect(count).toBeGreaterThanOrEqual(elements.length)
        const rule = chainAt(recording, { netns, at: 0, entry, table, chain: hit?.chain ?? '' }).rules[(hit?.index ?? 0) - 1]
        expect(rule?.elements).toBe(count)
        const called = chainAt(recording, { netns, at: 0, entry, table, chain: goto.target })
        expect(called.callers).toContain(hit?.chain)
      }
    },
  )

  it('lead to their chains in the outline', () => {
    for (const { recording, netns, table, elements } of seen) {
      const chains = outlineAt(recording, netns, 0, undefined).dumps.flatMap(
        ({ tables }) => tables.find(({ name }) => name === table)?.chains ?? [],
      )
      const calls = new Set(chains.flatMap((chain) => chain.calls))
      for (const element of elements as [unknown, { goto: { target: string } }][]) expect(calls).toContain(element[1].goto.target)
    }
  })
})
