'use client'

import { useTranslations } from 'next-intl'
import { PanelSection } from '@/components/path/panel/section'
import type { Packet, Step } from '@/lib/api/step'
import { destination, source } from '@/lib/path/rule-text'

const mark = (p: Packet) => `0x${p.mark.toString(16)}`
const rows: [string, (p: Packet) => string][] = [
  ['src', source],
  ['dst', destination],
  ['mark', mark],
  ['state', (p) => p.ctstate],
  ['in', (p) => p.in ?? ''],
  ['out', (p) => p.out ?? ''],
]

/** The packet as it came and as it left. */
export function PacketTable({ steps }: { steps: Step[] }) {
  const t = useTranslations('path.panel')
  const with_ = steps.filter((s) => s.packet)
  const before = with_[0]?.packet?.before
  const after = with_.at(-1)?.packet?.after
  if (!before || !after) return null
  return (
    <PanelSection title={t('packet')}>
      <table className="w-full table-fixed text-left text-meta">
        <thead>
          <tr className="text-ink-3">
            <td className="w-11" />
            <th className="font-normal">{t('before')}</th>
            <th className="font-normal">{t('after')}</th>
          </tr>
        </thead>
        <tbody className="font-mono text-rule">
          {rows.map(([key, value]) => {
            const [was, is] = [value(before), value(after)]
            if (was === '' && is === '') return null
            return (
              <tr key={key} className="border-t border-edge">
                <th scope="row" className="py-0.5 font-sans text-meta font-normal text-ink-2">
                  {t(key)}
                </th>
                <td className="truncate py-0.5 pr-1" title={was}>
                  {was || '–'}
                </td>
                <td
                  className={`truncate py-0.5 ${was === is ? 'text-ink-3' : 'font-semibold text-trace'}`}
                  title={was === is ? t('same') : is}
                >
                  {was === is ? t('same') : is || '–'}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </PanelSection>
  )
}
