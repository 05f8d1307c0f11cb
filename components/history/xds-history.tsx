'use client'

import { useTranslations } from 'next-intl'
import { HistoryFrame } from '@/components/history/history-frame'
import { useXdsHistory } from '@/components/history/use-history'
import { useProxiesAddress } from '@/components/proxies/address'
import { BandAxis, StateBands } from '@/components/proxies/state-bands'
import { xdsTypes } from '@/lib/istio/syncz/model'

/** A proxy's xDS states over time, a band a type, from the Prometheus that scrapes this dashboard. What it did not keep stays blank. */
export default function XdsHistory({ proxy }: { proxy: string }) {
  const t = useTranslations('history')
  const { state, update } = useProxiesAddress()
  const query = useXdsHistory(proxy, state.range)
  return (
    <HistoryFrame title={t('states')} name="xds-range" query={query} range={state.range} onRange={(range) => update({ range })}>
      {({ types, from, until }) =>
        xdsTypes.every((type) => types[type].length === 0) ? (
          <p className="text-ink-2">{t('nothingKept')}</p>
        ) : (
          <div className="grid grid-cols-[48px_minmax(0,1fr)] items-center gap-x-2 gap-y-1">
            {xdsTypes.map((type) => (
              <div key={type} className="contents">
                <span aria-hidden className="font-mono text-rule text-ink-2">
                  {type}
                </span>
                <StateBands label={t('bandOf', { type })} segments={types[type]} begin={from} end={until} />
              </div>
            ))}
            <span />
            <BandAxis begin={from} end={until}>
              <span className="font-sans text-meta">{t('blank')}</span>
            </BandAxis>
          </div>
        )
      }
    </HistoryFrame>
  )
}
