'use client'

import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo, useState } from 'react'
import { askedBy } from '@/components/question/asked-by'
import { useRecordedRequest, walkUrl } from '@/components/question/use-walk'
import { fetchJson } from '@/components/shell/fetch-json'
import { questionOf, usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { useSay } from '@/components/ui/use-say'
import type { SkippedAnswer } from '@/lib/api/skipped'
import type { Step } from '@/lib/api/step'
import { type Passed, pageOf, passedIn } from '@/lib/path/passed-over'
import { spokenSkipped } from '@/lib/reason/spoken'

/** Reasons that are fetched at a time. */
const PAGE = 200
/** Pages that are kept of one chain: 4,000 rules that somebody pointed at. */
const MAX_PAGES = 20

export interface Why {
  part: string
  why: string
}

/** Why the rules of a chain did not match: the steps name the nearest ones, the others are fetched when somebody asks (`ask`) for one of them. */
export function useSkipped(steps: readonly Step[]): { whyOf(index: number): Why | null; ask(index: number): void } {
  const say = useSay()
  const base = useSkippedUrl()
  const [asked, setAsked] = useState<{ steps: readonly Step[]; pages: readonly string[] }>({ steps, pages: [] })
  const passed = useMemo(() => passedIn(steps), [steps])
  const pages = asked.steps === steps ? asked.pages : []
  const found = useQueries({
    queries: pages.map((page) => ({
      queryKey: ['skipped', base, page],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetchJson<SkippedAnswer>(`${base}&${page}`, { signal }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  const fetched = new Map(found.flatMap(({ data }) => data?.rules ?? []).map((rule) => [rule.index, rule]))
  const ask = useCallback(
    (index: number) => {
      const page = base === null ? null : pageAt(passed, index)
      if (page === null) return
      setAsked((now) => {
        const known = now.steps === steps ? now.pages : []
        return known.includes(page) ? now : { steps, pages: [...known, page].slice(-MAX_PAGES) }
      })
    },
    [base, passed, steps],
  )
  return {
    whyOf(index) {
      const known = passed.known.get(index)
      if (known) return known
      const rule = fetched.get(index)
      return rule ? spokenSkipped(rule, say) : null
    },
    ask,
  }
}

/** The query of the page that a rule's reason stands on; null: it is known, or the rule was not passed over. */
function pageAt(passed: Passed, index: number): string | null {
  const page = pageOf(passed, index, PAGE)
  return page && `skippedAt=${page.skippedAt}&offset=${page.offset}&limit=${PAGE}`
}

/** Where the reasons of the page's question are asked for; null: there is no question. */
function useSkippedUrl(): string | null {
  const recording = useRecording()?.name
  const { state } = usePageAddress()
  const request = useRecordedRequest(state.request).recorded?.request
  const question = state.request ? (request ? askedBy(request, request.at) : null) : questionOf(state)
  return question && walkUrl(recording, question, '/api/skipped')
}
