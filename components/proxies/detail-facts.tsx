import { useTranslations } from 'next-intl'
import type { Cell, ProxyRow } from '@/components/proxies/rows'
import { type XdsType, xdsTypes } from '@/lib/istio/syncz/model'

/** Objects, nonces of every type, since when it is connected, node and Envoy of a proxy, and where the row was read. */
export function DetailFacts({
  row,
  trouble,
  objects,
}: {
  row: ProxyRow
  trouble: readonly { type: XdsType; cell: Cell }[]
  objects: readonly string[]
}) {
  const t = useTranslations('proxies')
  const several = trouble.length > 1
  const troubled = new Set(trouble.map(({ type }): string => type))
  const watched = [...xdsTypes.flatMap((type) => (row.sync ? [{ type, cell: row.sync[type] }] : [])), ...row.further]
  const inOrder = watched.filter(({ type, cell }) => !troubled.has(type) && cell.state !== 'IGNORED')
  const facts: { label: string; value: string; title?: string }[] = [
    ...objects.map((object) => ({ label: t('detailFact.object'), value: object })),
    ...trouble.flatMap(({ type, cell }) => {
      const of = several ? ` ${type}` : ''
      return [
        ...(cell.sentNonce ? [{ label: t('detailFact.sent') + of, value: nonce(cell.sentAt, cell.sentNonce), title: cell.sentNonce }] : []),
        ...(cell.ackedNonce
          ? [{ label: t('detailFact.accepted') + of, value: nonce(cell.ackedAt, cell.ackedNonce), title: cell.ackedNonce }]
          : []),
      ]
    }),
    ...inOrder.map(({ type, cell }) => ({
      label: type,
      value: cell.ackedNonce ? nonce(cell.ackedAt, cell.ackedNonce) : cell.state,
      ...(cell.ackedNonce ? { title: cell.ackedNonce } : {}),
    })),
    ...(row.connectedAt
      ? [
          {
            label: t('detailFact.connected'),
            value: `${row.connectedAt.slice(0, 10)} ${row.connectedAt.slice(11, 19)}`,
            title: row.connectedAt,
          },
        ]
      : []),
    ...(row.restarts && row.restarts.count > 0 ? [{ label: t('detailFact.restarts'), value: restarts(row.restarts) }] : []),
    ...(row.node ? [{ label: t('detailFact.node'), value: row.node }] : []),
    ...(row.envoyVersion ? [{ label: 'Envoy', value: [row.envoyVersion, row.envoyState].filter(Boolean).join(', ') }] : []),
    ...row.evidence.slice(0, 1).map(({ entry }) => ({ label: t('detailFact.seen'), value: entry, title: entry })),
  ]
  return (
    <dl className="text-ink-2">
      {facts.map(({ label, value, title }) => (
        <div key={`${label} ${value}`} className="flex gap-3 border-edge border-t py-[3px]">
          <dt className="w-[92px] shrink-0">{label}</dt>
          <dd title={title ?? value} className="min-w-0 truncate font-mono text-rule text-ink">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** `3, OOMKilled 16:09:41` */
const restarts = ({ count, reason, at }: NonNullable<ProxyRow['restarts']>) =>
  [String(count), [reason, at?.slice(11, 19)].filter(Boolean).join(' ')].filter(Boolean).join(', ')

/** `16:09:41, nonce 7f3c…e1`: the time of day as istiod's clock has it (UTC), the nonce's head and tail. */
function nonce(time: string | undefined, text: string): string {
  const id = text.slice(text.indexOf('/') + 1)
  const short = id.length > 10 ? `${id.slice(0, 4)}…${id.slice(-2)}` : id
  const clock = time?.slice(11, 19)
  return clock ? `${clock}, nonce ${short}` : `nonce ${short}`
}
