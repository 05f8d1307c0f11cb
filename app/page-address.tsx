'use client'

import { useQueryStates } from 'nuqs'
import { type ReactNode, useEffect, useMemo } from 'react'
import { searchParams, serializeAddress } from '@/app/search-params'
import { type PageAddress, PageAddressContext } from '@/components/shell/page-state'

/** Binds the page's state to its address, for every component below. */
export function PageAddressProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useQueryStates(searchParams, { shallow: true })

  useEffect(() => {
    document.documentElement.toggleAttribute('data-freeze', state.freeze)
  }, [state.freeze])

  const address = useMemo<PageAddress>(
    () => ({
      state,
      update: (patch, history = 'replace') => void setState(patch, { history }),
      href: (path, patch) => serializeAddress(path, patch),
    }),
    [state, setState],
  )
  return <PageAddressContext value={address}>{children}</PageAddressContext>
}
