'use client'

import { useTranslations } from 'next-intl'
import { BandAxis, StateBands } from '@/components/proxies/state-bands'
import { useProxyHistory } from '@/components/proxies/use-proxies'
import { xdsTypes } from '@/lib/istio/syncz/model'

/** A band a type: its states while the proxy was watched. Nothing where it was read only once. */
export function WatchedStates({ proxy }: { proxy: string }) {
  const t = useTranslations('proxies')
  const { data } = useProxyHistory(proxy)
  if (!data || data.readings < 2) return null
  const start = data.start === null ? 0 : Date.parse(data.start)
  const [begin, end] = [start + data.from, start + data.until]
  const shown = xdsTypes.filter((type) => data.types[type].some(({ state }) => state !== 'IGNORED' && state !== 'ABSENT'))
  return (
    <section aria-label={t('bands.title')} className="flex flex-col gap-[3px] pt-1">
      {shown.map((type) => (
        <div key={type} className="flex items-center gap-2">
          <span className="w-9 shrink-0 font-mono text-ink-2 text-rule">{type}</span>
          <StateBands
            label={t('bands.label', { type })}
            segments={data.types[type].map(({ from, to, state }) => ({ from: start + from, to: start + to, state }))}
            begin={begin}
            end={end}
          />
        </div>
      ))}
      <div className="flex gap-2">
        <span className="w-9 shrink-0" />
        <BandAxis begin={begin} end={end}>
          <span className="font-sans">{t('bands.readings', { count: data.readings })}</span>
        </BandAxis>
      </div>
    </section>
  )
}
