import type { z } from 'zod'
import type { elementsQuery, NetfilterElements } from '@/lib/api/netfilter-view'
import { serviceOfElement } from '@/lib/explain/native/kube-chain'
import { isNative, isNativeTable } from '@/lib/netfilter/nft/model'
import { setsOf } from '@/lib/netfilter/nft/set/used-sets'
import type { Recording } from '@/lib/recording/recording'
import { Failure } from '@/server/http/failure'
import { dumpNamed } from '@/server/netfilter/dumps'

/** What the sets and maps of a native rule hold, those elements with all words of `q`. 404 when there is no such rule. */
export function elementsAt(recording: Recording, question: z.infer<typeof elementsQuery>): NetfilterElements {
  const { netns, at, entry, table: tableName, chain, rule: index, q, offset, limit } = question
  const table = dumpNamed(recording, netns, at, entry).tables.get(tableName)
  const rule = table?.chains.get(chain)?.rules[index - 1]
  if (!table || !rule)
    throw new Failure('notFound', `${netns} has no rule ${index} of the chain “${chain}” in the table “${tableName}” at ${at} ms.`, 'rule')
  const sets = isNative(rule) && isNativeTable(table) ? setsOf(rule, table) : []
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const all = sets.flatMap(({ name, elements }) => elements.map((element) => ({ set: name, ...element })))
  const found =
    words.length === 0
      ? all
      : all.filter(({ set, text, comment }) => {
          const searched = `${set ?? ''} ${text} ${comment ?? ''}`.toLowerCase()
          return words.every((word) => searched.includes(word))
        })
  return {
    count: all.length,
    total: found.length,
    offset,
    elements: found.slice(offset, offset + limit).map(({ set, text, comment, chain: to }) => ({
      set,
      text,
      comment,
      chain: to !== null && table.chains.has(to) ? to : null,
      service: serviceOfElement(table.name, { chain: to, comment }),
    })),
  }
}
