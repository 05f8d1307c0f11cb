import { useEffect, useState } from 'react'

/** The clock, each second while it is `wanted`. `since`: a new reading sets it at once. */
export function useNow(since: number, wanted = true): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    setNow(Math.max(Date.now(), since))
    if (!wanted) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [since, wanted])
  return Math.max(now, since)
}
