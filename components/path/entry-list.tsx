'use client'

import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Strip } from '@/components/ui/strip'
import { useVerdictWords, VerdictChip } from '@/components/ui/verdict'
import type { Entry } from '@/lib/api/entries'
import type { Box } from '@/lib/path/model'

/** An entry and the address that asks the same request of it. */
export type EntryRow = Pick<Entry, 'kind' | 'node' | 'ip' | 'here' | 'strip' | 'request'> & { href: string }

/** The same request at each entry, with its own verdict; each row leads to its walk. */
export function EntryList({ box, entries, leftOut }: { box: Box; entries: readonly EntryRow[]; leftOut: number }) {
  const t = useTranslations('path.entries')
  const narrow = box.w < 480
  const recorded = entries.filter((entry) => entry.request !== null).length
  return (
    <section
      aria-labelledby="path-entries"
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
      className="absolute z-[2] flex flex-col"
    >
      <h2 id="path-entries" className="flex h-8 shrink-0 items-center gap-2 truncate border-edge border-b text-body font-semibold">
        {t(entries.every(({ kind }) => kind === 'node') ? 'title' : 'addresses')}
        <span className="font-normal text-ink-3">
          {[
            recorded > 0 && !narrow ? t('recorded', { recorded, of: entries.length }) : '',
            leftOut > 0 ? t('leftOut', { count: leftOut }) : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </h2>
      <ul>
        {entries.map((entry) => (
          <Row key={`${entry.kind} ${entry.node}`} entry={entry} narrow={narrow} />
        ))}
      </ul>
    </section>
  )
}

function Row({ entry, narrow }: { entry: EntryRow; narrow: boolean }) {
  const t = useTranslations('path.entries')
  const words = useVerdictWords()
  const verdict = words(entry.strip.verdict)
  const name = entry.kind === 'node' ? entry.node : t(entry.kind)
  return (
    <li className="flex h-[38px] items-center gap-3 border-edge border-b text-body">
      <span className={`${narrow ? 'min-w-0' : 'w-[88px] shrink-0'} truncate font-semibold`} title={`${name} ${entry.ip}`}>
        {name}
      </span>
      {narrow ? null : (
        <span className="w-[104px] shrink-0 truncate font-mono text-rule text-ink-2" title={entry.ip}>
          {entry.ip}
        </span>
      )}
      <span className="min-w-0 flex-1 overflow-hidden">
        {narrow ? null : <Strip strip={entry.strip} label={t('strip', { node: name, verdict })} />}
      </span>
      <VerdictChip verdict={entry.strip.verdict} size="small" />
      {entry.here ? (
        <span className="w-[68px] shrink-0 text-right text-meta text-ink-3">{t('here')}</span>
      ) : (
        <span className="flex w-[68px] shrink-0 justify-end">
          <Link
            href={entry.href}
            prefetch={false}
            aria-label={t('openAt', { node: name, verdict })}
            className="pointer-events-auto inline-flex h-7 items-center rounded-card border border-edge-2 bg-card px-2.5 font-medium hover:bg-hover"
          >
            {t('open')}
          </Link>
        </span>
      )}
    </li>
  )
}
