'use client'

import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import type { Reading } from '@/components/netfilter/reading'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useRecording } from '@/components/shell/recordings'
import type { ChainAnswer, SaidRule } from '@/lib/api/netfilter-view'

/** Rules that are fetched at a time: a chain may have a hundred thousand. */
const PAGE = 300

export interface ChainName {
  netns: string
  entry: string
  table: string
  chain: string
}

/** Which rules of the chain are listed. `index`: only these. */
export interface Listed {
  show: 'all' | 'moved'
  index: readonly number[] | null
}

export interface ListedRules {
  /** The chain itself; null until it is here. */
  chain: ChainAnswer | null
  /** How many rules are listed. */
  total: number
  /** The rule at a place of the list, from 0; null while it is fetched. */
  ruleAt(place: number): SaidRule | null
  /** Where a rule stands in the list, from 0; -1: not known, or not in it. */
  placeOf(index: number): number
  /** Fetches what is missing between two places of the list. */
  reach(from: number, to: number): void
  error: Error | null
  isPending: boolean
  refetch(): void
}

/** The rules of one chain, as far as somebody scrolls. Another moment of the same chain replaces the numbers in place. */
export function useChain(name: ChainName, { at, since }: Reading, { show, index }: Listed): ListedRules {
  const recording = useRecording()?.name
  const nothing = index?.length === 0
  const key = useMemo(() => [recording, name, show, index] as const, [recording, name, show, index])
  const [reached, setReached] = useState<{ key: unknown; pages: readonly number[] }>({ key, pages: [] })
  const page = (number: number) => ({
    queryKey: ['netfilter-chain', ...key, at, since, number],
    queryFn: ({ signal }: { signal: AbortSignal }) => {
      const asked = {
        recording,
        ...name,
        at,
        since,
        show,
        index: (index ?? []).map(String),
        offset: number * PAGE,
        limit: nothing ? 1 : PAGE,
      }
      return fetchJson<ChainAnswer>(apiUrl('/api/netfilter/chain', asked), { signal })
    },
    enabled: recording !== undefined,
    structuralSharing: false,
  })
  const first = useQuery({ ...page(0), placeholderData: (previous) => (sameChain(previous, name) ? previous : undefined) })
  const numbers = reached.key === key ? reached.pages : []
  const further = useQueries({ queries: numbers.map((number) => ({ ...page(number), placeholderData: keepPreviousData })) })
  const chain = first.data ?? null
  const total = nothing ? 0 : (chain?.total ?? 0)
  const answers = [chain, ...further.map(({ data }) => data ?? null)]
  const pages = new Map(answers.flatMap((answer) => (answer ? [[answer.offset / PAGE, answer.rules] as const] : [])))
  const reach = useCallback(
    (from: number, to: number) =>
      setReached((now) => {
        const pagesNow = now.key === key ? now.pages : []
        const missing: number[] = []
        for (let number = Math.max(1, Math.floor(from / PAGE)); number <= Math.floor(to / PAGE); number++) {
          if (!pagesNow.includes(number)) missing.push(number)
        }
        return missing.length === 0 && now.key === key ? now : { key, pages: [...pagesNow, ...missing].slice(-MAX_PAGES) }
      }),
    [key],
  )
  const whole = show === 'all' && index === null
  return {
    chain,
    total,
    ruleAt: (place) => pages.get(Math.floor(place / PAGE))?.[place % PAGE] ?? null,
    placeOf: (rule) => (whole ? (rule <= total ? rule - 1 : -1) : (chain?.rules.findIndex((one) => one.index === rule) ?? -1)),
    reach,
    error: first.error ?? further.find(({ error }) => error)?.error ?? null,
    isPending: first.isPending,
    refetch: () => {
      void first.refetch()
      for (const query of further) void query.refetch()
    },
  }
}

/** Pages that are kept while somebody scrolls; those left behind are fetched again. */
const MAX_PAGES = 12

function sameChain(answer: ChainAnswer | undefined, { table, chain }: ChainName): boolean {
  return answer?.name === chain && answer.table === table && answer.offset === 0
}
