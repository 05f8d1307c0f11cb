'use client'

import { useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import { netfilterParams } from '@/app/netfilter/search-params'
import { NetfilterAddressContext } from '@/components/netfilter/address'
import { NetfilterView } from '@/components/netfilter/netfilter-view'
import { SourceGate } from '@/components/shell/source-gate'

export function NetfilterClient() {
  const [state, setState] = useQueryStates(netfilterParams)
  const update = useCallback((patch: Partial<typeof state>) => void setState(patch), [setState])
  const address = useMemo(() => ({ state, update }), [state, update])
  return (
    <NetfilterAddressContext value={address}>
      <SourceGate>
        <NetfilterView />
      </SourceGate>
    </NetfilterAddressContext>
  )
}
