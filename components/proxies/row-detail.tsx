'use client'

import { Columns2, FileText, ListTree, Route } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useProxiesAddress } from '@/components/proxies/address'
import { Command } from '@/components/proxies/command'
import { DetailFacts } from '@/components/proxies/detail-facts'
import type { ProxyRow } from '@/components/proxies/rows'
import { Trouble } from '@/components/proxies/trouble'
import { useDifferences } from '@/components/proxies/use-proxies'
import { WatchedStates } from '@/components/proxies/watched-states'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { Button } from '@/components/ui/button'
import { xdsTypes } from '@/lib/istio/syncz/model'

const XdsHistory = dynamic(() => import('@/components/history/xds-history'), { ssr: false })

/** What lies behind a row: a sentence for each type that needs one, the refusal whole, nonces, objects, commands. */
export function RowDetail({ row, now }: { row: ProxyRow; now: string | null }) {
  const t = useTranslations('proxies')
  const c = useTranslations('config')
  const { update } = useProxiesAddress()
  const { href } = usePageAddress()
  const recording = useRecording()
  const cells = xdsTypes.flatMap((type) => (row.sync ? [{ type, cell: row.sync[type] }] : []))
  const trouble = cells.filter(({ cell }) => cell.state === 'ERROR' || cell.state === 'STALE' || cell.state === 'NOT SENT')
  const refused = row.further.filter(({ cell }) => cell.state === 'ERROR' || cell.state === 'STALE')
  const objects = [...new Set([...trouble, ...refused].flatMap(({ cell }) => cell.objects ?? []))]
  const sends = trouble.map(({ cell }) => cell.sentNonce ?? '').join(' ')
  const { data: differences } = useDifferences(row.id, sends, trouble.length > 0)
  const netns = `${row.namespace}.${row.name}`
  const walks = recording?.requests.filter((request) => request.from === netns).length ?? 0
  return (
    <div className="sticky left-0 grid w-[100cqw] grid-cols-[minmax(0,1fr)_318px] gap-x-5 gap-y-3 pt-1 pr-5 pb-4 pl-[34px] @max-3xl:grid-cols-[minmax(0,1fr)] @max-3xl:pl-3.5">
      <div className="flex min-w-0 flex-col gap-2">
        {refused.map(({ type, cell }) => (
          <p key={type} className="text-lead">
            {t(cell.state === 'ERROR' ? 'detail.furtherError' : 'detail.furtherStale', { type })}
            {cell.error ? <code className="block whitespace-pre-wrap break-words pt-1 font-mono text-rule">{cell.error}</code> : null}
          </p>
        ))}
        {trouble.length + refused.length === 0 ? (
          <p className="text-lead">{t(row.sync ? 'detail.synced' : row.connected === null ? 'detail.untold' : 'detail.disconnected')}</p>
        ) : null}
        {trouble.map(({ type, cell }) => (
          <Trouble
            key={type}
            proxy={row.id}
            type={type}
            cell={cell}
            found={differences?.types.find((one) => one.type === type) ?? null}
            now={now}
          />
        ))}
        <WatchedStates proxy={row.id} />
        <div className="flex flex-wrap gap-2 pt-1">
          {row.sync ? (
            <Button look="ink" onClick={() => update({ diff: row.id })}>
              <Columns2 size={13} aria-hidden /> {t('sideBySide')}
            </Button>
          ) : null}
          <Button onClick={() => update({ diff: row.id, config: 'listeners' })}>
            <ListTree size={13} aria-hidden /> {c('explore')}
          </Button>
          <Button onClick={() => update({ diff: row.id, config: 'describe' })}>
            <FileText size={13} aria-hidden /> {c('kind.describe')}
          </Button>
          {walks > 0 ? (
            <Link
              href={href('/requests', { recording: recording?.name ?? null })}
              className="inline-flex h-7 items-center gap-1.5 rounded-card border border-edge bg-card px-2.5 font-medium hover:bg-hover"
            >
              <Route size={13} aria-hidden /> {t('requestsFrom')} <strong>{walks}</strong>
            </Link>
          ) : null}
        </div>
      </div>
      <div className="flex min-w-0 flex-col gap-1.5">
        <DetailFacts row={row} trouble={trouble} objects={objects} />
        <Command text={`istioctl proxy-status ${row.id}`} />
        {objects.map((object) => (
          <Command key={object} text={getObject(object)} />
        ))}
      </div>
      {recording?.origin === 'cluster' ? (
        <div className="col-span-full min-w-0">
          <XdsHistory proxy={row.id} />
        </div>
      ) : null}
    </div>
  )
}

/** `EnvoyFilter default/reviews-lua` → the command that shows it. */
function getObject(ref: string): string {
  const [kind = '', path = ''] = ref.split(' ')
  const [namespace = '', name = ''] = path.split('/')
  return `kubectl get ${kind.toLowerCase()} ${name} -n ${namespace} -o yaml`
}
