import type { Query, QueryClient } from '@tanstack/react-query'

/**
 * Gives a function that has what is shown asked for anew. An answer that is on its way is waited for, and asked for once more: it may have been made before
 * the change, and where changes come faster than answers, an answer that is broken off each time would never come.
 */
export function askAnew(client: QueryClient, isMeant: (query: Query) => boolean): () => Promise<void> {
  let asking: Promise<void> | null = null
  let isStale = false
  const ask = async () => {
    while (isStale) {
      isStale = client.getQueryCache().findAll({ predicate: isMeant, type: 'active', fetchStatus: 'fetching' }).length > 0
      await client.invalidateQueries({ predicate: isMeant }, { cancelRefetch: false })
    }
    asking = null
  }
  return () => {
    isStale = true
    asking ??= ask()
    return asking
  }
}
