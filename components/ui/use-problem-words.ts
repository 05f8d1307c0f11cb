'use client'

import { useCallback } from 'react'
import { useSay } from '@/components/ui/use-say'
import type { FileProblem } from '@/lib/api/recordings'

/** What is wrong with a file, after its name, in the language of the page; a tool's own words stay. */
export function useProblemWords(): (problem: FileProblem) => string {
  const say = useSay()
  return useCallback(({ entry, message, reason }) => `${entry}: ${(reason && say(reason)) ?? message}`, [say])
}
