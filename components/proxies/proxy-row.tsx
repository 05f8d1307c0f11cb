'use client'

import { Box, ChevronDown, ChevronRight, CircleArrowRight, RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useProxiesAddress } from '@/components/proxies/address'
import { CertificateBar } from '@/components/proxies/certificate-bar'
import { COLUMNS } from '@/components/proxies/columns'
import { RowDetail } from '@/components/proxies/row-detail'
import { certificateLife, isBehind, type ProxyRow } from '@/components/proxies/rows'
import { SyncCell } from '@/components/proxies/sync-cell'
import { xdsTypes } from '@/lib/istio/syncz/model'

/** One proxy; open, it says in a sentence what is wrong and what to do. */
export function ProxyTableRow({ row, index, now, last }: { row: ProxyRow; index: number; now: string | null; last: boolean }) {
  const t = useTranslations('proxies')
  const { state, update } = useProxiesAddress()
  const open = state.open === row.id
  const Chevron = open ? ChevronDown : ChevronRight
  const Icon = row.type === 'sidecar' ? Box : CircleArrowRight
  const behind = isBehind(row.version, row.istiodVersion)
  return (
    <div className={`${open ? 'bg-sunken' : 'hover:bg-hover'} ${last ? '' : 'border-edge border-b'}`}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the button in the first cell has the keys */}
      <div
        role="row"
        tabIndex={-1}
        aria-rowindex={index + 2}
        onClick={() => update({ open: open ? null : row.id })}
        className={`${COLUMNS} h-9 cursor-pointer pr-3`}
      >
        <span role="cell" className="flex justify-center">
          <button
            type="button"
            data-row-button
            aria-expanded={open}
            aria-label={t(open ? 'closeRow' : 'openRow', { proxy: row.id })}
            onClick={(event) => {
              event.stopPropagation()
              update({ open: open ? null : row.id })
            }}
            className="flex size-6 items-center justify-center rounded-small text-ink-2"
          >
            <Chevron size={14} aria-hidden />
          </button>
        </span>
        <span role="cell" title={row.id} className="flex min-w-0 items-center gap-1.5 font-mono text-[11.5px] tracking-[-0.02em]">
          <Icon size={13} role="img" aria-label={t(row.type === 'sidecar' ? 'sidecar' : 'gateway')} className="shrink-0 text-ink-2" />
          <span className="flex min-w-0">
            <span className="truncate">{row.name}</span>
            <span className="shrink-0 text-ink-3">.{row.namespace}</span>
          </span>
          {row.restarts && row.restarts.count > 0 ? (
            <span title={t('restarted', { count: row.restarts.count })} className="flex shrink-0 items-center gap-0.5 text-warn">
              <RotateCw size={11} role="img" aria-label={t('restarted', { count: row.restarts.count })} />
              {row.restarts.count}
            </span>
          ) : null}
        </span>
        {row.sync ? (
          xdsTypes.map((type) => (
            <span key={type} role="cell" className="min-w-0">
              {row.sync ? <SyncCell cell={row.sync[type]} now={now} /> : null}
            </span>
          ))
        ) : (
          <span
            role="cell"
            aria-colspan={5}
            className={`col-span-5 min-w-0 truncate font-semibold ${row.connected === null ? 'text-ink-3' : 'text-dropped'}`}
          >
            {t(row.connected === null ? 'untold' : 'notConnected')}
          </span>
        )}
        <span
          role="cell"
          title={row.istiod ?? t(row.connected === null ? 'untold' : 'noIstiod')}
          className="truncate font-mono text-rule text-ink-2"
        >
          {row.istiod ?? '—'}
        </span>
        <span
          role="cell"
          title={behind ? t('behind', { version: row.version ?? '', istiod: row.istiodVersion ?? '' }) : undefined}
          className={`font-mono text-rule ${behind ? 'font-semibold text-warn' : 'text-ink-2'}`}
        >
          {row.version ?? '—'}
          {behind ? <span className="sr-only"> {t('behind', { version: row.version ?? '', istiod: row.istiodVersion ?? '' })}</span> : null}
        </span>
        <span role="cell" className="min-w-0">
          <CertificateBar life={certificateLife(row, now)} />
        </span>
      </div>
      {open ? (
        <div role="row" tabIndex={-1}>
          <div role="cell" aria-colspan={10}>
            <RowDetail row={row} now={now} />
          </div>
        </div>
      ) : null}
    </div>
  )
}
