'use client'

import { useMemo } from 'react'
import { type Hits, hitsOf } from '@/components/netfilter/hits'
import { parseFollow } from '@/components/question/follow'
import { useRecordedRequest, useWalk } from '@/components/question/use-walk'
import { questionOf, usePageAddress } from '@/components/shell/page-state'
import { takenBy, withTaken } from '@/lib/path/taken'

/** What the question in the address meets; null without a question, or until its walk is here. */
export function useHits(): Hits | null {
  const { state } = usePageAddress()
  const recorded = useRecordedRequest(state.request)
  const asked = useWalk(state.request ? null : questionOf(state))
  const walk = (state.request ? recorded.counted : asked.counted)?.walk ?? null
  const taken = useMemo(() => (recorded.recorded ? takenBy(recorded.recorded.walk, recorded.recorded.recorded) : []), [recorded.recorded])
  return useMemo(() => (walk ? hitsOf(walk, withTaken(parseFollow(state.follow), taken)) : null), [walk, state.follow, taken])
}
