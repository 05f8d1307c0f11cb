'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { short } from '@/components/path/counter'
import { PanelSection } from '@/components/path/panel/section'
import { usePath } from '@/components/path/view-context'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useErrorWords } from '@/components/ui/use-error-words'
import type { EvidenceText } from '@/lib/api/evidence-text'
import type { Evidence, Step } from '@/lib/api/step'
import { ruleKey } from '@/lib/path/rule-text'

/** Neighbours that are shown around the hit. */
const context = 1

function useLines(evidence: Evidence | undefined, recording: string | null) {
  const { entry, line, pointer, at } = evidence ?? {}
  const url = entry !== undefined ? apiUrl('/api/evidence', { recording, entry, line, pointer, context, at }) : null
  return useQuery({
    queryKey: ['evidence', url],
    queryFn: ({ signal }) => fetchJson<EvidenceText>(url ?? '', { signal }),
    enabled: url !== null,
  })
}

/** The rule or the JSON as the source has it, with its own line numbers, neighbours dimmed, the hit marked. */
export function Source({ step, recording }: { step: Step; recording: string | null }) {
  const t = useTranslations('path.panel')
  const words = useErrorWords()
  const evidence = step.evidence.find((e) => e.line !== undefined || e.pointer !== undefined)
  const { data, error, isLoading } = useLines(evidence, recording)
  if (!evidence && !step.rule) return null
  const numbered = step.ruleIndex !== undefined && step.ruleCount !== undefined
  const title = step.rule
    ? numbered
      ? t('rule', { index: step.ruleIndex ?? 0, count: step.ruleCount ?? 0 })
      : t('rulePlain')
    : t('resource')
  const aside = step.counter ? <Counted step={step} /> : step.rule ? step.chain : null
  // A native rule that was seen as JSON reads better as nft prints it; the evidence leads to the JSON.
  const said = step.rule !== undefined && evidence?.pointer !== undefined
  const bad = step.verdict !== undefined && step.verdict.kind !== 'delivered'
  return (
    <PanelSection title={title} aside={aside}>
      {data && !said ? (
        <Block text={data} bad={bad} />
      ) : step.rule ? (
        <Block text={only(step.rule, evidence?.line ?? 0)} bad={bad} />
      ) : isLoading ? (
        <p className="text-meta text-ink-3">{t('loading')}</p>
      ) : error ? (
        <p className="text-meta text-ink-2">{t('failed', { message: words(error) })}</p>
      ) : null}
    </PanelSection>
  )
}

/** How often the rule matched, and how far that moved; nat sees only the first packet of a connection. */
function Counted({ step }: { step: Step }) {
  const t = useTranslations('path.panel')
  const delta = usePath().deltas.get(ruleKey(step))
  const before = step.counter?.packets ?? 0
  const packets = delta ? (delta.reset ? delta.packets : before + delta.packets) : before
  return (
    <>
      {t(step.table === 'nat' ? 'connections' : 'counter', { packets: short(packets), count: packets })}
      {delta && !delta.reset && delta.packets !== 0 ? <b className="pl-1 font-semibold text-trace">+{delta.packets}</b> : null}
    </>
  )
}

type Lines = Pick<EvidenceText, 'lines' | 'hit' | 'reprinted'>

/** The rule alone, while its neighbours are on their way or can't be read. */
const only = (text: string, n: number): Lines => ({ lines: [{ no: n, text }], hit: { from: n, to: n }, reprinted: n === 0 })

/** A hit of more lines than this is a whole resource: marking all of it would mark nothing. */
const markedLines = 8

function Block({ text: { lines, hit, reprinted }, bad }: { text: Lines; bad: boolean }) {
  return (
    <pre
      tabIndex={lines.length > 12 ? 0 : undefined}
      className="max-h-72 overflow-y-auto rounded-card border border-edge bg-sunken py-1 font-mono text-rule leading-4"
    >
      {lines.map((line) => {
        const on = line.no >= hit.from && line.no <= hit.to
        const mark =
          on && hit.to - hit.from < markedLines ? (bad ? 'border-dropped bg-dropped-bg' : 'border-trace bg-trace-bg') : 'border-transparent'
        return (
          <span key={line.no} className={`flex border-l-2 ${mark} ${on ? 'text-ink' : 'text-ink-3'}`}>
            <span aria-hidden className="w-9 shrink-0 select-none pr-2 text-right text-ink-3">
              {reprinted ? '' : line.no}
            </span>
            <code className="min-w-0 flex-1 whitespace-pre-wrap pr-2 [overflow-wrap:anywhere]">
              {line.text}
              {line.cut ? ' …' : ''}
            </code>
          </span>
        )
      })}
    </pre>
  )
}
