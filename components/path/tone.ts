import type { Stroke, Tone } from '@/lib/path/model'

/** Written out whole so that Tailwind finds the classes. */
export const toneFill: Record<Tone, string> = {
  trace: 'bg-trace',
  reply: 'bg-reply',
  dropped: 'bg-dropped',
  rejected: 'bg-rejected',
  reset: 'bg-reset',
  random: 'bg-random',
  unknown: 'bg-unknown',
}

export const toneCard: Record<Tone, string> = {
  trace: 'border-edge bg-card',
  reply: 'border-reply bg-reply-bg',
  dropped: 'border-dropped bg-dropped-bg',
  rejected: 'border-rejected bg-rejected-bg',
  reset: 'border-reset bg-reset-bg',
  random: 'border-random bg-random-bg',
  unknown: 'border-unknown bg-card',
}

export const strokeColour = (tone: Stroke['tone']): string =>
  tone === 'inverted' ? 'var(--inv-hi)' : tone === 'ghost' ? 'var(--ink-3)' : `var(--${tone})`
