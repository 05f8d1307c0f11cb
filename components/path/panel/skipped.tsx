'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useFormatter, useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { PanelSection } from '@/components/path/panel/section'
import { usePath } from '@/components/path/view-context'
import { fetchJson } from '@/components/shell/fetch-json'
import { useErrorWords } from '@/components/ui/use-error-words'
import { useSay } from '@/components/ui/use-say'
import type { SkippedAnswer } from '@/lib/api/skipped'
import type { Skipped as SkippedRule, Step } from '@/lib/api/step'
import { spokenSkipped } from '@/lib/reason/spoken'

/** Earlier rules that are fetched at a time. */
const PAGE = 200

/** The rules that were looked at before, the part of each that did not match, and why. Of thousands the step has the nearest; the others are asked for. */
export function Skipped({ step }: { step: Step }) {
  const t = useTranslations('path.panel')
  const words = useErrorWords()
  const format = useFormatter()
  const nearest = useMemo(() => step.skipped ?? [], [step])
  const [asked, setAsked] = useState<Step | null>(null)
  const { rules, left, reasons, error, isFetching, more } = useEarlier(step, nearest.length, asked === step)
  if (nearest.length === 0) return null
  return (
    <PanelSection title={t('skipped')} aside={step.chain}>
      {left > 0 ? (
        <button
          type="button"
          className="mb-1.5 text-meta text-ink-2 underline decoration-edge-ctl underline-offset-2 hover:text-ink disabled:no-underline"
          disabled={isFetching}
          onClick={() => (asked === step ? more() : setAsked(step))}
        >
          {isFetching ? t('loading') : t('skippedMore', { count: left, shown: format.number(left) })}
        </button>
      ) : null}
      {error ? <p className="mb-1.5 text-meta text-ink-2">{t('failed', { message: words(error) })}</p> : null}
      {reasons.length > 0 ? <Reasons reasons={reasons} /> : null}
      <ol className="space-y-1 text-meta">
        {[...rules, ...nearest].map((rule) => (
          <Row key={rule.index} rule={rule} />
        ))}
      </ol>
    </PanelSection>
  )
}

function Row({ rule }: { rule: SkippedRule }) {
  return (
    <li className="flex gap-2">
      <span className={`${rule.index > 999 ? 'w-9' : 'w-6'} shrink-0 text-ink-3`}>{rule.index}</span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <code className="font-mono text-rule font-medium" title={rule.rule}>
          {rule.part}
        </code>{' '}
        <span className="text-ink-2">{rule.why}</span>
      </span>
    </li>
  )
}

/** How many rules say no for the same reason. */
function Reasons({ reasons }: { reasons: SkippedAnswer['reasons'] }) {
  const t = useTranslations()
  const format = useFormatter()
  return (
    <ul className="mb-2 flex flex-wrap gap-1">
      {reasons.map(({ code, field, count }) => (
        <li key={`${code} ${field}`} className="rounded-small border border-edge-2 bg-card px-1.5 text-meta leading-[18px] text-ink-2">
          <span className="font-mono text-count text-ink">{format.number(count)}</span>{' '}
          {field && t.has(`netfilter.field.${field}`) ? t(`netfilter.field.${field}`) : t('path.panel.skippedOther')}
        </li>
      ))}
    </ul>
  )
}

/** The rules before the nearest ones, page by page towards the chain's first. */
function useEarlier(step: Step, nearest: number, wanted: boolean) {
  const { skippedUrl } = usePath()
  const say = useSay()
  const url = step.skippedAt !== undefined && skippedUrl ? skippedUrl(step.skippedAt) : null
  const before = url === null ? 0 : (step.skippedCount ?? nearest) - nearest
  const query = useInfiniteQuery({
    queryKey: ['skipped', url],
    queryFn: ({ pageParam: end, signal }) => {
      const offset = Math.max(0, end - PAGE)
      return fetchJson<SkippedAnswer>(`${url}&offset=${offset}&limit=${end - offset}`, { signal })
    },
    initialPageParam: before,
    getNextPageParam: (last) => (last.offset > 0 ? last.offset : null),
    enabled: wanted && url !== null,
  })
  const pages = query.data?.pages
  const rules = useMemo(
    () => (pages ?? []).toReversed().flatMap((page) => page.rules.map((rule) => spokenSkipped(rule, say))),
    [pages, say],
  )
  return {
    rules,
    left: before - rules.length,
    reasons: pages?.[0]?.reasons ?? [],
    error: query.error,
    isFetching: wanted && query.isFetching,
    more: () => void query.fetchNextPage(),
  }
}
