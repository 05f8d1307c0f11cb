'use client'

import { useTranslations } from 'next-intl'
import { stepTitle } from '@/components/question/step-title'
import { useVerdictWords } from '@/components/ui/verdict'
import type { Packet, Step, Walk } from '@/lib/api/step'
import { destination, source } from '@/lib/path/rule-text'

/** The walk as an ordered list: the text alternative of the picture, and all there is while the picture loads. */
export function StepList({ walk, hidden = false }: { walk: Walk; hidden?: boolean }) {
  const t = useTranslations('answer')
  return (
    <section aria-label={t('steps')} className={hidden ? 'sr-only' : 'min-h-0 grow overflow-y-auto px-6 py-4'} data-step-list>
      <Steps steps={walk.steps} />
    </section>
  )
}

function Steps({ steps }: { steps: readonly Step[] }) {
  const t = useTranslations('answer')
  return (
    <ol className="flex max-w-[860px] flex-col gap-1">
      {steps.map((step, index) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: a walk's steps have no other identity than their order
          key={index}
          className="rounded-card border border-edge bg-card px-3 py-1.5"
          data-kind={step.kind}
        >
          <StepText step={step} index={index} />
          {step.branches?.map((branch, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: branches have no other identity than their order
            <div key={at} className="mt-1 border-random border-l-2 pl-3">
              <p className="py-1 text-random">
                {branch.probability === null ? t('branchUnknown') : t('branch', { chance: branch.probability })} {branch.label}
              </p>
              <Steps steps={branch.steps} />
            </div>
          ))}
        </li>
      ))}
    </ol>
  )
}

function StepText({ step, index }: { step: Step; index: number }) {
  const t = useTranslations('answer')
  const words = useVerdictWords()
  const changed = step.packet ? changes(step.packet.before, step.packet.after) : null
  return (
    <>
      <span className="font-mono text-count text-ink-3">{index + 1}</span> <strong>{t(`kind.${step.kind}`)}</strong>{' '}
      <span className="font-mono text-rule">{stepTitle(step)}</span>
      {step.netns || step.proxy ? <span className="text-ink-3"> · {step.proxy ?? step.netns}</span> : null}
      {step.rule ? <span className="block font-mono text-rule break-words text-ink-2">{step.rule}</span> : null}
      {changed ? <span className="block font-mono text-rule text-trace">{changed}</span> : null}
      {step.reason ? <span className="block text-ink-2">{step.reason}</span> : null}
      {step.verdict ? <span className="block font-semibold">{words(step.verdict)}</span> : null}
    </>
  )
}

function changes(before: Packet, after: Packet): string | null {
  const parts: string[] = []
  if (before.dst !== after.dst || before.dport !== after.dport) parts.push(`${destination(before)} → ${destination(after)}`)
  if (before.src !== after.src || before.sport !== after.sport) parts.push(`${source(before)} → ${source(after)}`)
  if (before.mark !== after.mark) parts.push(`mark 0x${before.mark.toString(16)} → 0x${after.mark.toString(16)}`)
  return parts.length > 0 ? parts.join(', ') : null
}
