'use client'

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { PageAddressProvider } from '@/app/page-address'
import { ApiError } from '@/components/shell/fetch-json'

/** A recording does not change by itself; the event stream invalidates what did. */
const staleTime = Number.POSITIVE_INFINITY

/** A recording that plays leaves an answer a moment; those that nothing shows any more are dropped after a minute. */
const gcTime = 60_000

/** Only what may pass by itself is tried again: the server being away, not a question that it refused. */
const retry = (failures: number, error: Error) => failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500)

/** A session that ends while the page is open: asking for the sources again leads to the log-in. */
function newClient(): QueryClient {
  const queryCache = new QueryCache({
    onError: (error, { queryKey }) => {
      const signedOut = error instanceof ApiError && error.status === 401 && queryKey[0] !== 'recordings'
      if (signedOut) void client.resetQueries({ queryKey: ['recordings'] })
    },
  })
  const client: QueryClient = new QueryClient({
    queryCache,
    defaultOptions: { queries: { staleTime, gcTime, retry, refetchOnWindowFocus: false } },
  })
  return client
}

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(newClient)
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <PageAddressProvider>{children}</PageAddressProvider>
      </NuqsAdapter>
    </QueryClientProvider>
  )
}
