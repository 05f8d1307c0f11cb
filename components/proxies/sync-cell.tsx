import { Ban, Check, Clock, Ellipsis, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Cell } from '@/components/proxies/rows'
import { ageAt } from '@/lib/istio/age'
import { printCell } from '@/lib/istio/syncz/print'

export const cellLooks = {
  SYNCED: { icon: Check, word: 'synced', look: '', iconLook: 'text-trace', ink: 'text-ink-2' },
  STALE: { icon: TriangleAlert, word: 'stale', look: 'bg-warn-bg text-warn font-semibold', iconLook: '', ink: '' },
  ERROR: { icon: Ban, word: 'error', look: 'bg-dropped-bg text-dropped font-semibold', iconLook: '', ink: '' },
  'NOT SENT': { icon: Clock, word: 'notSent', look: '', iconLook: 'text-ink-3', ink: 'text-ink-2' },
  IGNORED: { icon: Ellipsis, word: 'ignored', look: '', iconLook: 'text-ink-3', ink: 'text-ink-3' },
} as const

/** One cell: what is in order is text, what is not is filled. Its title is the cell as istioctl prints it. */
export function SyncCell({ cell, now }: { cell: Cell; now: string | null }) {
  const age = cell.state === 'IGNORED' || cell.state === 'NOT SENT' ? null : ageAt(cell.sentAt, now ?? undefined)
  return (
    <span
      title={printCell(cell, now ?? undefined)}
      className={`inline-flex max-w-full items-center ${cellLooks[cell.state].look ? '-ml-1.5' : ''}`}
    >
      <StateMark state={cell.state}>{age ? <span className="font-mono text-rule font-normal opacity-90">{age}</span> : null}</StateMark>
    </span>
  )
}

/** The glyph and word of a state, filled when it needs a look. */
export function StateMark({ state, children }: { state: Cell['state']; children?: React.ReactNode }) {
  const t = useTranslations('proxies')
  const { icon: Icon, word, look, iconLook, ink } = cellLooks[state]
  const fill = look ? `h-[22px] rounded-chip px-1.5 ${look}` : ink
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap ${fill}`}>
      <Icon size={12} aria-hidden className={iconLook} />
      {t(`state.${word}`)}
      {children}
    </span>
  )
}
