'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import type { Evidence, Step } from '@/lib/api/step'
import { short } from '../counter'
import { PanelSection } from './section'

type Lines = { entry: string; lines: { no: number; text: string }[]; hit: { from: number; to: number } }

/** Neighbours that are shown around the hit. */
const context = 1

function useLines(evidence: Evidence | undefined, recording: string | null) {
  const url =
    evidence && (evidence.line !== undefined || evidence.pointer !== undefined)
      ? apiUrl('/api/evidence', {
          recording,
          entry: evidence.entry,
          line: evidence.line,
          pointer: evidence.pointer,
          context,
          at: evidence.at,
        })
      : null
  return useQuery({ queryKey: ['evidence', url], queryFn: ({ signal }) => fetchJson<Lines>(url ?? '', { signal }), enabled: url !== null })
}

/** The rule or the JSON as the source has it, with its own line numbers, neighbours dimmed, the hit marked. */
export function Source({ step, recording }: { step: Step; recording: string | null }) {
  const t = useTranslations('path.panel')
  const evidence = step.evidence.find((e) => e.line !== undefined || e.pointer !== undefined)
  const { data, error, isLoading } = useLines(evidence, recording)
  const title = step.rule
    ? step.ruleIndex && step.ruleCount
      ? t('rule', { index: step.ruleIndex, count: step.ruleCount })
      : t('rulePlain')
    : t('resource')
  const aside = step.counter ? t('counter', { packets: short(step.counter.packets) }) : step.rule ? step.chain : null
  if (!evidence && !step.rule) return null
  const bad = step.verdict !== undefined && step.verdict.kind !== 'delivered'
  return (
    <PanelSection title={title} aside={aside}>
      {data ? (
        <Block lines={data.lines} hit={data.hit} bad={bad} />
      ) : step.rule ? (
        <Block
          lines={[{ no: evidence?.line ?? 0, text: step.rule }]}
          hit={{ from: evidence?.line ?? 0, to: evidence?.line ?? 0 }}
          bad={bad}
        />
      ) : isLoading ? (
        <p className="text-meta text-ink-3">{t('loading')}</p>
      ) : error ? (
        <p className="text-meta text-ink-2">{t('failed', { message: error.message })}</p>
      ) : null}
    </PanelSection>
  )
}

/** Lines that are shown of a long resource; the rest scrolls inside the block. */
function Block({ lines, hit, bad }: { lines: Lines['lines']; hit: Lines['hit']; bad: boolean }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    <pre
      tabIndex={lines.length > 12 ? 0 : undefined}
      className="max-h-72 overflow-y-auto rounded-card border border-edge bg-sunken py-1 font-mono text-rule leading-4"
    >
      {lines.map((line) => {
        const on = line.no >= hit.from && line.no <= hit.to
        const marked = on && hit.to - hit.from < 8
        return (
          <span
            key={line.no}
            className={`flex border-l-2 ${marked ? (bad ? 'border-dropped bg-dropped-bg' : 'border-trace bg-trace-bg') : 'border-transparent'} ${on ? 'text-ink' : 'text-ink-3'}`}
          >
            <span aria-hidden className="w-9 shrink-0 select-none pr-2 text-right text-ink-3">
              {line.no || ''}
            </span>
            <code className="min-w-0 flex-1 whitespace-pre-wrap pr-2 [overflow-wrap:anywhere]">{line.text}</code>
          </span>
        )
      })}
    </pre>
  )
}
