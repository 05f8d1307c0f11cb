'use client'

import { useEffect, useRef } from 'react'

/** The data, or where none could be read the last that was shown under the same key: another moment's is better than nothing, and says so. */
export function useLastGood<T>(data: T | undefined, key: string): T | undefined {
  const last = useRef<{ key: string; data: T } | null>(null)
  useEffect(() => {
    if (data !== undefined) last.current = { key, data }
  }, [data, key])
  if (data !== undefined) return data
  return last.current?.key === key ? last.current.data : undefined
}
