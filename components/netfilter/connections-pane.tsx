'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo } from 'react'
import type { Visit } from '@/components/netfilter/hits'
import type { Reading } from '@/components/netfilter/reading'
import { useConnections } from '@/components/netfilter/use-netfilter'
import { ErrorState, SkeletonRows } from '@/components/ui/states'
import { VirtualTable } from '@/components/ui/virtual-table'
import type { Connections, SocketRow, TrackedConnection } from '@/lib/api/netfilter-view'

/** Destinations that the question's packet had in this namespace, before and after each translation. */
function flowOf(visit: Visit | null): string[] {
  const steps = [...(visit?.hooks.values() ?? [])].flat().flatMap(({ passes }) => passes.flatMap((pass) => pass.steps))
  const packets = [visit?.came, visit?.left, ...steps.flatMap(({ packet }) => (packet ? [packet.before, packet.after] : []))]
  return [...new Set(packets.flatMap((packet) => (packet ? [`${packet.dst}:${packet.dport}`] : [])))]
}

/** What conntrack keeps in a namespace, with both tuples, and the sockets at the ends; those of the question first. */
export function ConnectionsPane({ netns, visit, reading }: { netns: string; visit: Visit | null; reading: Reading }) {
  const t = useTranslations('rules.connections')
  const flow = useMemo(() => flowOf(visit), [visit])
  const { data, error, isPending, refetch } = useConnections(netns, flow, reading.at)
  if (error && !data) return <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} />
  if (isPending || !data) return <SkeletonRows rows={10} height={30} />
  return (
    <section className="flex min-h-0 min-w-0 grow flex-col bg-bar">
      <List title={t('tracked')} part={data.tracked}>
        <VirtualTable
          label={t('tracked')}
          columns={[t('column.proto'), t('column.state'), t('column.original'), t('column.reply'), t('column.flags'), t('column.timeout')]}
          template="56px 92px minmax(0,1.1fr) minmax(0,1.1fr) 84px 62px"
          minWidth={740}
          rows={data.tracked.rows}
          isMarked={(row) => row.flow}
          cells={(row) => trackedCells(row, (count) => t('seconds', { count }))}
        />
      </List>
      <List title={t('sockets')} part={data.sockets}>
        <VirtualTable
          label={t('sockets')}
          columns={[t('column.state'), t('column.local'), t('column.peer'), t('column.process')]}
          template="104px minmax(0,1fr) minmax(0,1fr) minmax(0,1.2fr)"
          minWidth={560}
          rows={data.sockets.rows}
          isMarked={(row) => row.flow}
          cells={(row) => [row.state, row.local, row.peer, <Process key="process" row={row} />]}
        />
      </List>
    </section>
  )
}

function List({ title, part, children }: { title: string; part: Connections['tracked'] | Connections['sockets']; children: ReactNode }) {
  const t = useTranslations('rules.connections')
  return (
    <section aria-label={title} className="flex min-h-0 grow basis-0 flex-col border-edge border-b">
      <h2 className="flex h-9 shrink-0 items-center gap-2 border-edge border-b px-4 font-semibold">
        {title}
        <span className="font-normal text-ink-2 text-meta">
          {part.rows.length < part.total ? t('more', { shown: part.rows.length, total: part.total }) : part.total}
        </span>
        {part.from ? <span className="ml-auto truncate font-mono font-normal text-ink-3 text-rule">{part.from.entry}</span> : null}
      </h2>
      {part.rows.length > 0 ? children : <p className="px-4 py-3 text-ink-2">{t(part.from ? 'none' : 'unseen')}</p>}
    </section>
  )
}

const end = (address: string, port: number | null) => `${address}:${port ?? '*'}`

/** Where the answer comes from another address than was asked, or goes to another one, a rule translated. */
function trackedCells(
  { proto, state, original, reply, flags, timeout }: TrackedConnection,
  seconds: (count: number) => string,
): ReactNode[] {
  const translated = (changed: boolean, text: string) => (changed ? <b className="font-semibold text-trace">{text}</b> : text)
  return [
    proto.toUpperCase(),
    state ?? '',
    `${end(original.src, original.sport)} → ${end(original.dst, original.dport)}`,
    <span key="reply">
      {translated(reply.src !== original.dst || reply.sport !== original.dport, end(reply.src, reply.sport))} →{' '}
      {translated(reply.dst !== original.src || reply.dport !== original.sport, end(reply.dst, reply.dport))}
    </span>,
    flags.join(' '),
    timeout === null ? '' : seconds(timeout),
  ]
}

function Process({ row: { process, pid, uid, waiting } }: { row: SocketRow }) {
  const t = useTranslations('rules.connections')
  return (
    <>
      {process === null ? '' : t('process', { process, pid: pid ?? '?', uid: uid ?? '?' })}
      {waiting > 0 ? <b className="font-semibold text-warn"> {t('waiting', { count: waiting })}</b> : null}
    </>
  )
}
