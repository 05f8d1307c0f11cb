import { useTranslations } from 'next-intl'
import { toneColour } from '@/components/overview/gutter'
import { type Tone, useVerdictWords, VerdictGlyph } from '@/components/ui/verdict'
import type { Verdict } from '@/lib/api/step'

/** Where a way ends that reaches no app: “404 from the gateway, NR”, “no listener on 8443”, with the reason below. */
export function EndCard({ end, tone }: { end: Verdict | null; tone: Tone }) {
  const say = useEndWords()
  if (!end) return <span />
  return (
    <span
      className="flex h-10 min-w-0 flex-col justify-center rounded-card border border-dashed bg-card px-2.5 font-medium max-dock:px-2"
      style={{ color: toneColour(tone), borderColor: toneColour(tone) }}
      title={end.reason}
    >
      <span className="flex items-center gap-1.5">
        <VerdictGlyph kind={end.kind} />
        <span className="truncate">{say(end)}</span>
      </span>
      <span className="truncate text-meta font-normal text-ink-2">{end.reason}</span>
    </span>
  )
}

function useEndWords(): (end: Verdict) => string {
  const t = useTranslations('overview')
  const words = useVerdictWords()
  return (end) => {
    if (end.kind === 'answered' && end.status !== undefined) {
      return end.flags && end.flags !== '-'
        ? t('end.answeredFlags', { status: end.status, flags: end.flags })
        : t('end.answered', { status: end.status })
    }
    const port = end.reasonCode?.code === 'walk.no-listener' ? end.reasonCode.values.address?.match(/:(\d+)$/)?.[1] : undefined
    return port === undefined ? words(end) : t('end.noListener', { port })
  }
}
