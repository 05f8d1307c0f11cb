'use client'

import { RequestsView } from '@/components/requests/requests-view'
import { SourceGate } from '@/components/shell/source-gate'

export function RequestsClient() {
  return (
    <SourceGate>
      <RequestsView />
    </SourceGate>
  )
}
