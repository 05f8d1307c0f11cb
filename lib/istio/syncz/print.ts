import { ageAt } from '@/lib/istio/age'
import type { SyncCell } from '@/lib/istio/syncz/model'

/** A cell as `istioctl proxy-status` prints it at `now` (RFC 3339): `SYNCED (7m49s)`, `NOT SENT`, `IGNORED`. */
export function printCell(cell: SyncCell, now: string | undefined): string {
  if (cell.state === 'IGNORED' || cell.state === 'NOT SENT') return cell.state
  const age = ageAt(cell.sentAt, now)
  return age === null ? cell.state : `${cell.state} (${age})`
}
