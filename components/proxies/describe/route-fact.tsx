'use client'

import { useTranslations } from 'next-intl'
import { Code, Warning } from './parts'
import type { RouteFactAnswer } from './warnings'

type Match = Extract<RouteFactAnswer, { kind: 'conditions' }>['matches'][number]

/** One thing that a route says about the pod's Service. */
export function RouteFact({ fact }: { fact: RouteFactAnswer }) {
  const t = useTranslations('describe')
  const code = (text: React.ReactNode) => <Code>{text}</Code>
  switch (fact.kind) {
    case 'weight':
      return <p>{t.rich('fact.weight', { weight: fact.weight, to: destination(fact.host, fact.subset), code })}</p>
    case 'otherHost':
      return <p className="text-ink-2">{t.rich('fact.otherHost', { weight: fact.weight, host: fact.host, code })}</p>
    case 'otherSubset':
      return <p className="text-ink-2">{t.rich('fact.otherSubset', { host: fact.host, code })}</p>
    case 'conditions':
      return (
        <>
          {fact.fault === null ? null : <p>{t.rich('fact.fault', { fault: fact.fault, code })}</p>}
          <Matches matches={fact.matches} />
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

const destination = (host: string, subset: string | null): string => (subset === null ? host : `${host} ${subset}`)

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
