'use client'

import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { useNetfilterAddress } from '@/components/netfilter/address'
import { AnswerLine } from '@/components/netfilter/answer-line'
import { chosenChain } from '@/components/netfilter/chosen-chain'
import { ConnectionsPane } from '@/components/netfilter/connections-pane'
import { DifferencesPane } from '@/components/netfilter/differences-pane'
import { FlowPane } from '@/components/netfilter/flow-pane'
import { PlaceBar } from '@/components/netfilter/place-bar'
import { useReading } from '@/components/netfilter/reading'
import { RulesPane } from '@/components/netfilter/rules-pane'
import { Troubles } from '@/components/netfilter/troubles'
import { Unobserved } from '@/components/netfilter/unobserved'
import { useHits } from '@/components/netfilter/use-hits'
import { useOutline } from '@/components/netfilter/use-netfilter'
import { useChoicesQuery } from '@/components/question/choices'
import { EmptyState, ErrorState, SkeletonRows } from '@/components/ui/states'
import type { OutlineDump } from '@/lib/api/netfilter-view'

/** The rules of one network namespace: the way through its hooks at the left, the rules of one chain at the right. */
export function NetfilterView() {
  const t = useTranslations('rules')
  const { state } = useNetfilterAddress()
  const reading = useReading()
  const hits = useHits()
  const choices = useChoicesQuery()
  const netns = state.netns ?? hits?.namespaces[0] ?? choices.data?.nodes[0]?.name ?? choices.data?.clients[0]?.name ?? null
  const { data, error, isPending, isPlaceholderData, refetch } = useOutline(netns, reading)
  const stays = useMemo(() => (hits && netns ? hits.visitsOf(netns) : []), [hits, netns])
  const visit = stays[state.visit] ?? stays[0] ?? null
  const dump = data ? dumpOf(data.dumps, state.dump, visit?.came?.dst ?? '') : null
  const chosen = dump ? chosenChain(dump, state.table, state.chain, visit) : null

  return (
    <>
      <PlaceBar netns={netns} outline={data ?? null} dump={dump} />
      {error && !data ? (
        <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : isPending || !data || !netns ? (
        <SkeletonRows rows={14} height={46} />
      ) : data.dumps.length === 0 ? (
        <Unobserved netns={netns} reading={reading} />
      ) : !dump || dump.rules === 0 ? (
        <EmptyState title={t('empty', { netns })}>{t('emptyWhy')}</EmptyState>
      ) : (
        <>
          <AnswerLine
            outline={data}
            dump={dump}
            stays={stays}
            visit={visit}
            reading={reading}
            stale={isPlaceholderData || error !== null}
          />
          <Troubles outline={data} dump={dump} />
          <div className="flex min-h-0 grow max-dock:flex-col">
            <FlowPane dump={dump} visit={visit} hits={hits} chosen={chosen} />
            {state.part === 'connections' ? (
              <ConnectionsPane netns={netns} visit={visit} reading={reading} />
            ) : state.part === 'differences' ? (
              <DifferencesPane netns={netns} reading={reading} />
            ) : chosen ? (
              <RulesPane netns={netns} outline={data} dump={dump} name={chosen} visit={visit} hits={hits} reading={reading} />
            ) : null}
          </div>
        </>
      )}
    </>
  )
}

/** The dump that the address names, else the live one with rules, of the version of IP that the question's packet has first. */
function dumpOf(dumps: readonly OutlineDump[], path: string | null, destination: string): OutlineDump | null {
  const filled = dumps.filter(({ live, rules }) => live && rules > 0)
  const own = filled.find(({ family }) => (family === 'ip6') === destination.includes(':'))
  return dumps.find(({ entry }) => entry === path) ?? own ?? filled[0] ?? dumps[0] ?? null
}
