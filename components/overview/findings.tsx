'use client'

import { ArrowRightToLine, Ban, ChevronRight, type LucideIcon, TriangleAlert, Unplug, Zap } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { addressOf, type PagePatch, usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { hrefOfProxy } from '@/components/shell/views'
import { toneClasses } from '@/components/ui/verdict'
import type { Finding } from '@/lib/api/overview'

/** More are in the views themselves; here only what is worst. */
const shownAtMost = 5

const looks: Record<Finding['kind'], { glyph: LucideIcon; tone: keyof typeof toneClasses }> = {
  dropped: { glyph: Ban, tone: 'dropped' },
  rejected: { glyph: ArrowRightToLine, tone: 'rejected' },
  reset: { glyph: Zap, tone: 'reset' },
  noListener: { glyph: ArrowRightToLine, tone: 'rejected' },
  noEndpoints: { glyph: Ban, tone: 'rejected' },
  nack: { glyph: TriangleAlert, tone: 'dropped' },
  stale: { glyph: TriangleAlert, tone: 'warn' },
  disconnected: { glyph: Unplug, tone: 'warn' },
  unread: { glyph: TriangleAlert, tone: 'warn' },
}

/** “Needs a look”: what is wrong, worst first, each a link to where it shows. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const t = useTranslations('overview')
  const { state, href } = usePageAddress()
  const recording = useRecording()?.name ?? state.recording
  return (
    <section aria-labelledby="findings">
      <h2 id="findings" className="border-edge border-b px-4 py-2.5 text-lead font-semibold">
        {t('needsALook')}
      </h2>
      {findings.length === 0 ? <p className="px-4 py-3 text-ink-2">{t('nothingToLookAt')}</p> : null}
      <ul>
        {findings.slice(0, shownAtMost).map((finding) => {
          const { glyph: Glyph, tone } = looks[finding.kind]
          const keep: PagePatch = { recording, freeze: state.freeze }
          const target = finding.question
            ? href('/', { ...addressOf(finding.question), ...keep })
            : finding.proxy
              ? hrefOfProxy(href('/proxies', keep), finding.proxy)
              : null
          const why = [finding.place, finding.detail].filter(Boolean).join(' · ')
          const every = finding.count === finding.of
          const text = (
            <>
              <span className={`flex size-6 shrink-0 items-center justify-center rounded-chip ${toneClasses[tone]}`}>
                <Glyph size={13} aria-hidden />
              </span>
              <span className="min-w-0 grow">
                <span className="block font-semibold">
                  {t(`finding.${finding.kind}`, {
                    subject: finding.subject,
                    every: String(every),
                    count: finding.count ?? 0,
                    of: finding.of ?? 0,
                  })}
                </span>
                <span className="block truncate text-ink-2" title={why}>
                  {why}
                </span>
              </span>
            </>
          )
          return (
            <li key={finding.id} className="border-edge border-b">
              {target ? (
                <Link href={target} prefetch={false} className="flex items-center gap-3 px-4 py-2 hover:bg-hover">
                  {text}
                  <ChevronRight size={14} className="shrink-0 text-ink-3" aria-hidden />
                </Link>
              ) : (
                <div className="flex items-center gap-3 px-4 py-2">{text}</div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
