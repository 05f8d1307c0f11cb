import {
  ArrowRightToLine,
  Ban,
  Check,
  CircleQuestionMark,
  Dices,
  type LucideIcon,
  MoveUpRight,
  TriangleAlert,
  Undo2,
  Zap,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Verdict, VerdictKind } from '@/lib/api/step'

export type Tone = 'trace' | 'reply' | 'dropped' | 'rejected' | 'reset' | 'random' | 'unknown' | 'warn' | 'muted'

const glyphs: Record<VerdictKind, LucideIcon> = {
  delivered: Check,
  answered: Undo2,
  dropped: Ban,
  rejected: ArrowRightToLine,
  unreachable: MoveUpRight,
  reset: Zap,
  random: Dices,
  unknown: CircleQuestionMark,
}

const tones: Record<VerdictKind, Tone> = {
  delivered: 'trace',
  answered: 'rejected',
  dropped: 'dropped',
  rejected: 'rejected',
  unreachable: 'rejected',
  reset: 'reset',
  random: 'random',
  unknown: 'unknown',
}

/** Fill and ink of a chip by meaning; written out whole so that Tailwind finds the classes. */
export const toneClasses: Record<Tone, string> = {
  trace: 'bg-trace-bg text-trace',
  reply: 'bg-reply-bg text-reply',
  dropped: 'bg-dropped-bg text-dropped',
  rejected: 'bg-rejected-bg text-rejected',
  reset: 'bg-reset-bg text-reset',
  random: 'bg-random-bg text-random',
  unknown: 'bg-unknown-bg text-unknown',
  warn: 'bg-warn-bg text-warn',
  muted: 'bg-sunken text-ink-2',
}

/** An answer below 400 that a proxy gave by itself is no trouble (a redirect); from 400 on it is. */
export function toneOf(verdict: Pick<Verdict, 'kind' | 'status'>): Tone {
  if (verdict.kind === 'answered' && verdict.status !== undefined && verdict.status < 400) return 'reply'
  return tones[verdict.kind]
}

export function VerdictGlyph({ kind, size = 12 }: { kind: VerdictKind; size?: number }) {
  const Glyph = glyphs[kind]
  return <Glyph size={size} strokeWidth={2.25} className="shrink-0" aria-hidden />
}

/** “Delivered”, “Answered 404 NR”: the words of a verdict, in the page's language. */
export function useVerdictWords(): (verdict: Pick<Verdict, 'kind' | 'status' | 'flags'>) => string {
  const t = useTranslations('verdict')
  return ({ kind, status, flags }) =>
    kind === 'answered' ? [t('answered'), status, flags === '-' ? null : flags].filter(Boolean).join(' ') : t(kind)
}

/** Glyph, word and colour together; `bare` is the glyph alone with the words as its name. */
export function VerdictChip({
  verdict,
  size = 'normal',
  bare = false,
}: {
  verdict: Pick<Verdict, 'kind' | 'status' | 'flags'>
  size?: 'normal' | 'small'
  bare?: boolean
}) {
  const words = useVerdictWords()(verdict)
  const height = size === 'small' ? 'h-[18px] px-1.5 text-[10.5px]' : 'h-[22px] px-2 text-body'
  return (
    <span
      title={bare ? words : undefined}
      className={`inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-chip font-semibold ${height} ${toneClasses[toneOf(verdict)]}`}
    >
      <VerdictGlyph kind={verdict.kind} />
      {bare ? <span className="sr-only">{words}</span> : words}
    </span>
  )
}

/** The chip of what is older than it should be: never a verdict of a walk. */
export function StaleChip({ children }: { children: string }) {
  return (
    <span className={`inline-flex h-[22px] items-center gap-1 rounded-chip px-2 font-semibold ${toneClasses.warn}`}>
      <TriangleAlert size={12} aria-hidden />
      {children}
    </span>
  )
}
