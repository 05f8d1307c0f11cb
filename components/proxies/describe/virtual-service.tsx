'use client'

import { Check, CornerDownRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Code, ObjectOf, Warning } from '@/components/proxies/describe/parts'
import { RouteFacts } from '@/components/proxies/describe/route-fact'
import {
  isWarning,
  type RouteAnswer,
  reachesNothing,
  type ServicePortAnswer,
  type VirtualServiceAnswer,
} from '@/components/proxies/describe/warnings'

/** More routes than a person reads; the YAML has them all. */
const MAX_ROUTES = 50

/** A VirtualService, or that the proxy knows one that is gone. */
export function VirtualService({ referred }: { referred: ServicePortAnswer['virtualServices'][number] }) {
  const t = useTranslations('describe')
  if (!referred.facts) return <Warning>{t('gone', { object: `VirtualService ${referred.namespace}/${referred.name}` })}</Warning>
  return <Routes service={referred.facts} />
}

/** A VirtualService's routes that lead to the pod, and how many do not, with why. */
export function Routes({ service }: { service: VirtualServiceAnswer }) {
  const t = useTranslations('describe')
  const { routes, tls } = service
  const reaching = routes.filter(({ reaches }) => reaches)
  const others = routes.filter((route) => !route.reaches)
  const wrong = others.some(({ facts }) => facts.some(isWarning))
  return (
    <div className="flex flex-col gap-1">
      <ObjectOf kind="VirtualService" object={service} />
      <div className="flex flex-col gap-1 pl-[18px]">
        <p className="text-ink-2">{t.rich('hosts', { hosts: service.hosts.join(', '), code: (text) => <Code>{text}</Code> })}</p>
        {reachesNothing(service) ? <Warning>{t('noRoute', { count: routes.length })}</Warning> : null}
        <RouteList label={t('reaching')} routes={reaching} />
        {others.length + tls > 0 ? (
          <details open={wrong || undefined}>
            <summary className="cursor-pointer text-ink-2">
              {t(reaching.length > 0 ? 'others' : 'itsRoutes', { count: others.length + tls })}
            </summary>
            <RouteList label={t(reaching.length > 0 ? 'notReaching' : 'routes')} routes={others} />
            {tls > 0 ? <p className="pl-4 text-ink-3">{t('tlsRoutes', { count: tls })}</p> : null}
          </details>
        ) : null}
      </div>
    </div>
  )
}

function RouteList({ label, routes }: { label: string; routes: readonly RouteAnswer[] }) {
  const t = useTranslations('describe')
  if (routes.length === 0) return null
  return (
    <ul aria-label={label} className="flex flex-col">
      {routes.slice(0, MAX_ROUTES).map((route, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: routes have no names, and keep their order
        <li key={index} className="flex items-start gap-1.5 py-0.5">
          {getsSome(route) ? (
            <Check size={12} aria-hidden className="mt-[2px] shrink-0 text-trace" />
          ) : (
            <CornerDownRight size={12} aria-hidden className="mt-[2px] shrink-0 text-ink-3" />
          )}
          <div className="flex min-w-0 flex-col gap-0.5">
            <RouteFacts route={route} />
          </div>
        </li>
      ))}
      {routes.length > MAX_ROUTES ? <li className="pl-4 text-ink-3">{t('moreRoutes', { count: routes.length - MAX_ROUTES })}</li> : null}
    </ul>
  )
}

/** Whether a route leads to the pod with more than a weight of 0. */
function getsSome({ reaches, facts }: RouteAnswer): boolean {
  const weights = facts.filter(({ kind }) => kind === 'weight')
  return reaches && (weights.length === 0 || weights.some((fact) => fact.kind === 'weight' && fact.weight > 0))
}
