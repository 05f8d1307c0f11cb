'use client'

import { Check, Equal, EqualNot, TriangleAlert } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type ComparedNamespace, comparisonRows } from '@/components/question/comparison-rows'
import { requestTime } from '@/components/requests/request-time'
import { Sheet } from '@/components/ui/sheet'
import { Tokens } from '@/components/ui/tokens'
import { VerdictChip } from '@/components/ui/verdict'
import type { RequestAnswer } from '@/lib/api/request'

/** The walk beside what was recorded of the same request: outcome, where they differ, the rules of each namespace, the access logs. */
export function Comparison({
  answer,
  follow,
  onClose,
}: {
  answer: RequestAnswer
  follow: readonly (number | undefined)[]
  onClose: () => void
}) {
  const t = useTranslations('answer')
  const tr = useTranslations('requests')
  const format = useFormatter()
  const { walk, recorded, request, differences } = answer
  const namespaces = comparisonRows(walk, recorded, follow).filter(({ rows }) => rows.length > 0)
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={t('comparison')} className="w-[960px]">
      <dl className="mb-3 grid grid-cols-2 gap-4 max-[640px]:grid-cols-1">
        <div>
          <dt className="text-meta text-ink-3">{t('predicted')}</dt>
          <dd className="mt-1 flex flex-col items-start gap-1" data-comparison="predicted">
            <VerdictChip verdict={walk.verdict} />
            {walk.verdict.reason}
          </dd>
        </div>
        <div>
          <dt className="text-meta text-ink-3">{t('recordedOutcome')}</dt>
          <dd className="mt-1 flex flex-col gap-1" data-comparison="recorded">
            <span className="font-mono leading-[22px] font-semibold">{requestTime(request, tr, format)}</span>
            {request.sends > 1 ? <span>{t('sends', { count: request.sends })}</span> : null}
          </dd>
        </div>
      </dl>
      <Summary answer={answer} />
      {differences.length > 0 ? (
        <ul className="mt-3 flex flex-col gap-2" aria-label={t('differences')}>
          {differences.map((difference, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is only replaced whole
            <li key={index} className="rounded-card bg-dropped-bg px-3 py-2 font-mono text-rule break-words">
              {difference.netns || difference.proxy ? <strong>{difference.netns ?? difference.proxy} </strong> : null}
              {difference.message}
            </li>
          ))}
        </ul>
      ) : null}
      {namespaces.map((namespace) => (
        <Rules key={namespace.netns} namespace={namespace} />
      ))}
      {recorded.access
        .filter(({ lines }) => lines.length > 0)
        .map(({ proxy, lines }) => (
          <section key={proxy} className="mt-4">
            <h3 className="mb-1 font-semibold">{t('accessLog', { proxy })}</h3>
            <pre className="rounded-card bg-sunken px-3 py-2 font-mono text-rule break-all whitespace-pre-wrap">{lines.join('\n')}</pre>
          </section>
        ))}
    </Sheet>
  )
}

function Summary({ answer }: { answer: RequestAnswer }) {
  const t = useTranslations('answer')
  const { agrees, why, match } = answer
  if (agrees === null) {
    return (
      <Line look="bg-sunken text-ink-2" glyph={<TriangleAlert size={13} aria-hidden />}>
        {why ? t('notComparedWhy', { why }) : t('notCompared')}
      </Line>
    )
  }
  const words = match && match.of > 0 ? t('matches', { agreed: match.agreed, of: match.of }) : t('noRules')
  return agrees ? (
    <Line look="bg-trace-bg text-trace" glyph={<Check size={13} aria-hidden />}>
      {words}
    </Line>
  ) : (
    <Line look="bg-dropped-bg text-dropped" glyph={<EqualNot size={13} aria-hidden />}>
      {words}
    </Line>
  )
}

function Line({ look, glyph, children }: { look: string; glyph: ReactNode; children: ReactNode }) {
  return (
    <p className={`flex items-center gap-2 rounded-card px-3 py-1.5 font-semibold ${look}`} data-comparison="summary">
      {glyph}
      {children}
    </p>
  )
}

function Rules({ namespace }: { namespace: ComparedNamespace }) {
  const t = useTranslations('answer')
  return (
    <section className="mt-4">
      <h3 className="mb-1 font-semibold">{namespace.netns}</h3>
      <table className="w-full table-fixed border-collapse font-mono text-rule">
        <colgroup>
          <col className="w-6" />
          <col />
          <col />
        </colgroup>
        <thead className="text-left font-sans text-meta text-ink-3">
          <tr>
            <th scope="col">
              <span className="sr-only">{t('same')}</span>
            </th>
            <th scope="col" className="font-normal">
              {t('walkRules')}
            </th>
            <th scope="col" className="font-normal">
              {t('kernelRules')}
            </th>
          </tr>
        </thead>
        <tbody>
          {namespace.rows.map(({ walked, traced }, index) => {
            const same = walked === traced
            const Glyph = same ? Equal : EqualNot
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: rules repeat; their place is their identity
              <tr key={index} className={`border-edge border-t align-top ${same ? '' : 'bg-dropped-bg'}`}>
                <td className="py-1 pl-1">
                  <Glyph size={11} className={same ? 'text-ink-3' : 'text-dropped'} aria-hidden />
                  <span className="sr-only">{t(same ? 'same' : 'different')}</span>
                </td>
                <td className="py-1 pr-3">
                  <Tokens text={walked ?? '—'} />
                </td>
                <td className="py-1">
                  <Tokens text={traced ?? '—'} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
