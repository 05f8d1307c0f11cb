'use client'

import { useTranslations } from 'next-intl'
import { Command, CopyButton } from '@/components/proxies/command'
import type { DescribeAnswer } from '@/lib/api/describe'

/** What istioctl prints, to be copied; where it overlooks something, or came to no end, that is said. */
export function IstioctlText({ answer: { istioctl, evidence } }: { answer: DescribeAnswer }) {
  const t = useTranslations('describe')
  const { command, text, error, overlooks } = istioctl
  const printed = error === null ? text : `${text}Error: ${error}\n`
  return (
    <aside aria-label={t('printed')} className="min-w-0 border-edge border-l bg-bar max-dock:border-t max-dock:border-l-0">
      <div className="sticky top-0 flex flex-col gap-2 p-3.5 max-dock:static">
        <h2 className="flex items-center gap-2 font-semibold">
          {t('printed')}
          <CopyButton text={printed} label={t('copy')} className="ml-auto text-ink-2" />
        </h2>
        <Command text={command} />
        {overlooks ? <p className="text-ink-2">{t('overlooks')}</p> : null}
        {error ? <p className="text-ink-2">{t('gaveUp')}</p> : null}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
        <pre tabIndex={0} lang="en" className="overflow-x-auto rounded-card border border-edge bg-sunken p-2 font-mono text-rule leading-4">
          {printed}
        </pre>
        <section className="text-ink-3 text-meta">
          <h3 className="font-semibold">{t('readFrom')}</h3>
          <ul>
            {evidence.map(({ entry }) => (
              <li key={entry} className="font-mono text-rule break-all">
                {entry}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </aside>
  )
}
