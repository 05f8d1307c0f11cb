'use client'

import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { NetfilterAddressContext } from '@/components/netfilter/address'
import { NetfilterView } from '@/components/netfilter/netfilter-view'
import { SourceGate } from '@/components/shell/source-gate'
import { netfilterParams } from './search-params'

export function NetfilterClient() {
  const [state, setState] = useQueryStates(netfilterParams)
  const address = useMemo(() => ({ state, update: (patch: Partial<typeof state>) => void setState(patch) }), [state, setState])
  return (
    <NetfilterAddressContext value={address}>
      <SourceGate>
        <NetfilterView />
      </SourceGate>
    </NetfilterAddressContext>
  )
}
