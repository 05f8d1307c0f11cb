'use client'

import { ChevronDown } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useNetfilterAddress } from '@/components/netfilter/address'
import { RuleSearch } from '@/components/netfilter/rule-search'
import { useChoicesQuery } from '@/components/question/choices'
import { noQuestion, questionOf, usePageAddress } from '@/components/shell/page-state'
import { useLocalText, useRecording } from '@/components/shell/recordings'
import type { Outline, OutlineDump } from '@/lib/api/netfilter-view'

const field = 'flex min-w-0 flex-col justify-center gap-px px-2.5 focus-within:outline-2 focus-within:outline-focus'
const select = 'min-w-0 cursor-pointer appearance-none truncate bg-transparent pr-4 font-medium outline-none'

/** A choice, with the sign that there are others. */
function Chosen({ children }: { children: ReactNode }) {
  return (
    <span className="relative flex min-w-0">
      {children}
      <ChevronDown size={12} aria-hidden className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-0 text-ink-3" />
    </span>
  )
}

/** Which namespace, which of its rule sets, and the question whose hits are marked. */
export function PlaceBar({ netns, outline, dump }: { netns: string | null; outline: Outline | null; dump: OutlineDump | null }) {
  const t = useTranslations('rules')
  const { update } = useNetfilterAddress()
  const why = dump?.live ? (dump.both ? 'both' : dump.why) : null
  return (
    <div className="flex min-h-[52px] shrink-0 flex-wrap items-center gap-2.5 border-edge border-b bg-bar px-3.5 py-[7px]">
      <h1 className="sr-only">{t('title')}</h1>
      <div className="flex h-[38px] min-w-0 max-sm:basis-full divide-x divide-edge rounded-[9px] border border-edge-ctl bg-card">
        <NamespaceSelect netns={netns} />
        <label className={`${field} max-sm:grow`} title={why ? t(`inUse.${why}`) : undefined}>
          <span className="truncate text-[10.5px] leading-[13px] text-ink-2">
            {t('rulesOf')}
            {why ? ` · ${t(`why.${why}`)}` : ''}
          </span>
          <Chosen>
            <select
              className={select}
              value={dump?.entry ?? ''}
              disabled={!outline}
              onChange={(event) => update({ dump: event.target.value, table: null, chain: null, rule: null })}
            >
              {(outline?.dumps ?? []).map((one) => (
                <option key={one.entry} value={one.entry}>
                  {t(one.live ? 'dump' : 'dumpIdle', { tool: one.family === 'ip' ? 'iptables' : 'ip6tables', backend: one.backend })}
                </option>
              ))}
            </select>
          </Chosen>
        </label>
      </div>
      <MarkedRequest />
      <RuleSearch netns={netns} entry={dump?.entry ?? null} />
    </div>
  )
}

function NamespaceSelect({ netns }: { netns: string | null }) {
  const t = useTranslations('rules')
  const { update } = useNetfilterAddress()
  const { data } = useChoicesQuery()
  const groups = [
    { label: t('nodes'), names: data?.nodes.map(({ name }) => name) ?? [] },
    { label: t('pods'), names: data?.pods.filter(({ hostNetwork }) => !hostNetwork).map((pod) => pod.netns) ?? [] },
    { label: t('clients'), names: data?.clients.map(({ name }) => name) ?? [] },
  ]
  const known = groups.some(({ names }) => names.includes(netns ?? ''))
  return (
    <label className={`${field} max-w-60 max-sm:grow`}>
      <span className="text-[10.5px] leading-[13px] text-ink-2">{t('namespace')}</span>
      <Chosen>
        <select
          className={select}
          value={netns ?? ''}
          title={netns ?? ''}
          onChange={(event) => update({ netns: event.target.value, dump: null, table: null, chain: null, rule: null, visit: 0 })}
        >
          {netns && !known ? <option>{netns}</option> : null}
          {groups.map(({ label, names }) =>
            names.length > 0 ? (
              <optgroup key={label} label={label}>
                {names.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </optgroup>
            ) : null,
          )}
        </select>
      </Chosen>
    </label>
  )
}

/** The question of the address, and the recorded ones to choose from. */
function MarkedRequest() {
  const t = useTranslations('rules')
  const local = useLocalText()
  const recording = useRecording()
  const { state, update } = usePageAddress()
  const { update: updateView } = useNetfilterAddress()
  const own = questionOf(state)
  const value = state.request ?? (own ? 'own' : '')
  const choose = (id: string) => {
    updateView({ netns: null, dump: null, table: null, chain: null, rule: null, visit: 0, since: null, show: 'all' })
    update({ ...noQuestion, at: 0, request: id === '' ? null : id }, 'push')
  }
  return (
    <label className={`${field} h-[38px] min-w-40 grow basis-0 rounded-[9px] border border-edge-ctl bg-card`}>
      <span className="text-[10.5px] leading-[13px] text-ink-2">{t('markHits')}</span>
      <Chosen>
        <select className={`${select} w-full font-mono tracking-[-0.02em]`} value={value} onChange={(event) => choose(event.target.value)}>
          <option value="">{t('noQuestion')}</option>
          {own ? (
            <option value="own">
              {own.method} {own.url} · {own.from}
            </option>
          ) : null}
          {(recording?.requests ?? []).map((one) => (
            <option key={one.id} value={one.id}>
              {one.method} {one.url} · {one.from} · {local(one.title)}
            </option>
          ))}
        </select>
      </Chosen>
    </label>
  )
}
