import { ageAt } from '@/lib/istio/age'
import { type SyncCell, type SyncCells, xdsTypes } from '@/lib/istio/syncz/model'

/** A cell as `istioctl proxy-status` prints it at `now` (RFC 3339): `SYNCED (7m49s)`, `NOT SENT`, `IGNORED`. */
export function printCell(cell: SyncCell, now: string | undefined): string {
  if (cell.state === 'IGNORED' || cell.state === 'NOT SENT') return cell.state
  const age = ageAt(cell.sentAt, now)
  return age === null ? cell.state : `${cell.state} (${age})`
}

/** The column SUBSCRIBED TYPES of istioctl 1.27 and newer: `4 (CDS,LDS,EDS,RDS)`. */
export function printSubscribed(cells: SyncCells): string {
  const types = xdsTypes.filter((type) => cells[type].state !== 'IGNORED')
  return `${types.length} (${types.join(',')})`
}
