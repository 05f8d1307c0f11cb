'use client'

import { useTranslations } from 'next-intl'
import { useNetfilterAddress } from '@/components/netfilter/address'
import type { ChosenChain } from '@/components/netfilter/chosen-chain'
import { Command } from '@/components/proxies/command'
import type { ChainAnswer, Outline, OutlineDump } from '@/lib/api/netfilter-view'
import type { Step } from '@/lib/api/step'
import { commandsFor } from '@/lib/explain/commands'

/** A chain's name, its table, who calls it, and the command that shows it on the machine itself. */
export function ChainHeading({
  netns,
  outline,
  dump,
  name,
  answer,
}: {
  netns: string
  outline: Outline
  dump: OutlineDump
  name: ChosenChain
  answer: ChainAnswer | null
}) {
  const t = useTranslations('rules')
  const { update } = useNetfilterAddress()
  const [family, table = ''] = name.table.includes(' ') ? name.table.split(' ') : [undefined, name.table]
  const place = { netns, ...(outline.node ? { node: outline.node } : {}), ...(family ? { family } : {}), table, chain: name.chain }
  const step: Step = { kind: 'rule', ...place, evidence: [] }
  const command = commandsFor(step)[0]?.command ?? ''
  const callers = (answer?.callers ?? []).slice(0, 4)
  return (
    <header className="flex min-h-[49px] shrink-0 flex-wrap items-center gap-x-2.5 gap-y-1 border-edge border-b px-4 py-2">
      <h2 className="font-mono text-[13px] leading-5 font-semibold">{name.chain}</h2>
      <span className="rounded-small border border-edge-2 bg-card px-1.5 font-mono text-rule leading-[18px] text-ink-2">{name.table}</span>
      {answer ? (
        <p className="text-meta text-ink-2">
          {t('ruleCount', { count: answer.count })}
          {answer.policy
            ? `, ${t('policy', { policy: answer.policy })}`
            : callers.length > 0
              ? `, ${t('calledBy')} `
              : `, ${t('notCalled')}`}
          {callers.map((caller, index) => (
            <span key={caller}>
              {index > 0 ? ', ' : ''}
              <button
                type="button"
                className="font-mono underline decoration-edge-ctl underline-offset-2 hover:text-ink"
                onClick={() => update({ chain: caller, rule: null })}
              >
                {caller}
              </button>
            </span>
          ))}
          {(answer.callers.length ?? 0) > callers.length ? ` +${answer.callers.length - callers.length}` : ''}
        </p>
      ) : null}
      <Command text={dump.family === 'ip6' ? command.replace('iptables ', 'ip6tables ') : command} className="ml-auto max-w-full" />
    </header>
  )
}
