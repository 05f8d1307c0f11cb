'use client'

import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { proxiesParams } from '@/app/proxies/search-params'
import { ProxiesAddressContext } from '@/components/proxies/address'
import { ProxiesView } from '@/components/proxies/proxies-view'
import { SourceGate } from '@/components/shell/source-gate'

export function ProxiesClient() {
  const [state, setState] = useQueryStates(proxiesParams)
  const address = useMemo(() => {
    // Comparing two configurations is a page of its own: Back leads to the table again.
    const update = (patch: Partial<typeof state>) => void setState(patch, { history: 'diff' in patch ? 'push' : 'replace' })
    return { state, update }
  }, [state, setState])
  return (
    <ProxiesAddressContext value={address}>
      <SourceGate>
        <ProxiesView />
      </SourceGate>
    </ProxiesAddressContext>
  )
}
