'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Code, Warning } from '@/components/proxies/describe/parts'
import type { RouteAnswer, RouteFactAnswer } from '@/components/proxies/describe/warnings'

type Match = Extract<RouteFactAnswer, { kind: 'conditions' }>['matches'][number]

/** What a route asks of a request and where it leads: what leads to the pod in full, of others why not. */
export function RouteFacts({ route }: { route: RouteAnswer }) {
  const t = useTranslations('describe')
  const { facts, reaches, protocol } = route
  const unconditional = !facts.some(({ kind }) => kind === 'conditions' || kind === 'tcpMatch')
  return (
    <>
      {reaches && unconditional ? <p>{t(protocol === 'http' ? 'everyRequest' : 'everyConnection')}</p> : null}
      {!reaches && facts.length === 0 ? <p className="text-ink-2">{t('elsewhere')}</p> : null}
      {facts.toSorted(conditionsFirst).map((fact) => (
        <RouteFact key={JSON.stringify(fact)} fact={fact} />
      ))}
    </>
  )
}

const conditionsFirst = (a: RouteFactAnswer, b: RouteFactAnswer): number =>
  Number(b.kind === 'conditions') - Number(a.kind === 'conditions')

function RouteFact({ fact }: { fact: RouteFactAnswer }) {
  const t = useTranslations('describe')
  const code = (text: ReactNode) => <Code>{text}</Code>
  switch (fact.kind) {
    case 'weight':
      return <p>{t.rich('fact.weight', { weight: fact.weight, to: [fact.host, fact.subset].filter(Boolean).join(' '), code })}</p>
    case 'otherHost':
      return <p className="text-ink-2">{t.rich('fact.otherHost', { weight: fact.weight, host: fact.host, code })}</p>
    case 'otherSubset':
      return <p className="text-ink-2">{t.rich('fact.otherSubset', { host: fact.host, code })}</p>
    case 'conditions':
      return (
        <>
          <Matches matches={fact.matches} />
          {fact.fault ? <Fault fault={fact.fault} /> : null}
        </>
      )
    case 'tcpMatch':
      return <p className="break-words">{code(fact.text)}</p>
    case 'nonMatchingSubset':
      return (
        <>
          <p className="text-ink-2">{t.rich('fact.nonMatchingSubset', { subset: fact.subset, code })}</p>
          <Matches matches={fact.matches} />
        </>
      )
    case 'subsetWithoutRule':
      return <Warning>{t.rich('fact.subsetWithoutRule', { subset: fact.subset, code })}</Warning>
    case 'unknownSubset':
      return (
        <Warning>{t.rich('fact.unknownSubset', { subset: fact.subset, rule: `${fact.rule.namespace}/${fact.rule.name}`, code })}</Warning>
      )
  }
}

function Fault({ fault: { text, delay, abort } }: { fault: NonNullable<Extract<RouteFactAnswer, { kind: 'conditions' }>['fault']> }) {
  const t = useTranslations('describe')
  const words = [
    ...(delay ? [t('fact.delay', { time: delay.time, share: `${delay.percent}%` })] : []),
    ...(abort ? [t('fact.abort', { status: abort.status, share: `${abort.percent}%` })] : []),
  ]
  return (
    <p title={text}>
      {t('fact.fault')} {words.join(', ')}
    </p>
  )
}

/** Conditions, of which one has to hold; none: it takes every request. */
function Matches({ matches }: { matches: readonly Match[] }) {
  const t = useTranslations('describe')
  if (matches.length === 0) return <p>{t('everyRequest')}</p>
  return (
    <ul className="flex flex-wrap gap-1">
      {matches.map((match) => (
        <li key={JSON.stringify(match)} className="flex max-w-full flex-wrap gap-x-1.5 rounded-chip border border-edge bg-sunken px-1.5">
          {match.uri === null ? match.headers.length === 0 ? <span>{t('anyPath')}</span> : null : <Code>{match.uri}</Code>}
          {match.uncased ? <span className="text-ink-2">{t('uncased')}</span> : null}
          {match.headers.map(({ name, value }) => (
            <Code key={name}>
              {name}={value}
            </Code>
          ))}
        </li>
      ))}
    </ul>
  )
}
