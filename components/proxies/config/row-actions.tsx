import { ArrowRight, Box, Braces } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useProxiesAddress } from '@/components/proxies/address'
import type { ConfigKind, ConfigRow } from '@/lib/api/proxy-config'

/** A row may lead to many clusters by weight; its JSON names them all. */
export const MAX_LINKS = 3

/** Where a row leads, within its proxy and to another one, and its resource as JSON. `kind`: the row's own, where the page shows several. */
export function RowActions({ row, kind }: { row: ConfigRow; kind?: ConfigKind }) {
  const t = useTranslations('config')
  const { update } = useProxiesAddress()
  const button = 'inline-flex size-6 items-center justify-center rounded-small text-ink-2 hover:bg-sunken hover:text-ink'
  return (
    <span className="flex justify-end gap-1">
      {row.links.slice(0, MAX_LINKS).map((link) => {
        const label = t(link.proxy ? 'goToProxy' : 'goTo', { kind: t(`kind.${link.kind}`), text: link.text })
        const Icon = link.proxy ? Box : ArrowRight
        return (
          <button
            key={`${link.kind} ${link.q}`}
            type="button"
            className={button}
            aria-label={label}
            title={label}
            onClick={() => update({ ...(link.proxy ? { diff: link.proxy } : {}), config: link.kind, q: link.q, pointer: null })}
          >
            <Icon size={13} aria-hidden />
          </button>
        )
      })}
      <button
        type="button"
        className={button}
        aria-label={t('openJson', { name: row.cells.find((cell) => cell !== '') ?? row.pointer })}
        title={row.pointer}
        onClick={() => update({ ...(kind ? { config: kind } : {}), pointer: row.pointer })}
      >
        <Braces size={13} aria-hidden />
      </button>
    </span>
  )
}
