'use client'

import { useTranslations } from 'next-intl'
import { useProxiesAddress } from '@/components/proxies/address'
import { MAX_LINKS, RowActions } from '@/components/proxies/config/row-actions'
import { VirtualTable } from '@/components/ui/virtual-table'
import type { ConfigAnswer } from '@/lib/api/proxy-config'

/** Longer texts get more room: a share by what the first rows hold, in characters. */
function template({ columns, rows }: ConfigAnswer): string {
  const shares = columns.map((column, index) => {
    const longest = rows.slice(0, 200).reduce((most, { cells }) => Math.max(most, cells[index]?.length ?? 0), column.length)
    return `minmax(${Math.min(longest, 18) * 6.4 + 8}px, ${Math.min(longest, 60)}fr)`
  })
  const links = rows.slice(0, 200).reduce((most, row) => Math.max(most, Math.min(row.links.length, MAX_LINKS)), 0)
  return `${shares.join(' ')} ${28 * (links + 1) + 8}px`
}

/** A table of resources, each with where it leads and its JSON. */
export function ConfigTable({ answer }: { answer: ConfigAnswer }) {
  const t = useTranslations('config')
  const { state } = useProxiesAddress()
  return (
    <VirtualTable
      label={t(`kind.${answer.kind}`)}
      columns={answer.columns.map((column) => t(`column.${column}`))}
      template={template(answer)}
      rows={answer.rows}
      cells={({ cells }) => cells}
      isMarked={({ pointer }) => pointer === state.pointer}
      actions={{ label: t('open'), of: (row) => <RowActions row={row} /> }}
      rowHeight={30}
      minWidth={860}
    />
  )
}
