'use client'

import { useMemo, useState } from 'react'
import { questionOf, usePageAddress } from '@/components/shell/page-state'
import type { Question } from '@/lib/api/question'

/** A question while it is being written; `from` and `url` may still be empty. */
export type Draft = Question

const empty: Draft = { from: '', url: '', host: null, container: null, method: 'GET', headers: [], at: 0 }

/** The draft of the address's question (or of the recorded request that it names): edits stay here until it is asked. */
export function useDraft(asked: Question | null, firstSender: string): [Draft, (patch: Partial<Draft>) => void] {
  const { state } = usePageAddress()
  const partial = useMemo(() => asked ?? questionOf(state), [asked, state])
  const base = partial ?? { ...empty, from: state.from ?? firstSender, url: state.url ?? '', at: state.at }
  // Neither playing on (it changes the moment) nor the choices, when they come, may take what was being written.
  const key = JSON.stringify(partial ? { ...partial, at: 0 } : [state.from, state.url])
  const [edits, setEdits] = useState<{ key: string; patch: Partial<Draft> }>({ key, patch: {} })
  const patch = edits.key === key ? edits.patch : {}
  const draft = { ...base, ...patch }
  return [draft, (more) => setEdits({ key, patch: { ...patch, ...more } })]
}
