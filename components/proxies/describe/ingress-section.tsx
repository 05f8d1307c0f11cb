'use client'

import { useTranslations } from 'next-intl'
import { Card, Code, ObjectOf, Warning } from '@/components/proxies/describe/parts'
import { Routes } from '@/components/proxies/describe/virtual-service'
import type { DescribeAnswer } from '@/lib/api/describe'

type Ingress = DescribeAnswer['ingress']

/** Where the pod is to be had from outside, by the configuration of the ingress gateways. */
export function IngressSection({ answer: { ingress } }: { answer: DescribeAnswer }) {
  const t = useTranslations('describe')
  const { exposures, unread } = ingress
  return (
    <Card title={t('ingress')} aside={t('gateways', { count: ingress.pods.length })}>
      {exposures.length === 0 && unread === null ? <p className="text-ink-2">{t(nothing(ingress))}</p> : null}
      {exposures.map((exposure) => (
        <Exposure key={JSON.stringify(exposure)} exposure={exposure} />
      ))}
      {unread ? (
        <Warning>{t.rich('unreadGateway', { pod: `${unread.name}.${unread.namespace}`, code: (text) => <Code>{text}</Code> })}</Warning>
      ) : null}
    </Card>
  )
}

function nothing({ pods, service }: Ingress): 'noGateways' | 'noGatewayService' | 'notExposed' {
  if (pods.length === 0) return 'noGateways'
  return service ? 'notExposed' : 'noGatewayService'
}

const KINDS = { 'destination rule': 'DestinationRule', 'virtual service': 'VirtualService', gateway: 'Gateway' } as const

function Exposure({ exposure }: { exposure: Ingress['exposures'][number] }) {
  const t = useTranslations('describe')
  if (exposure.kind === 'missing')
    return <Warning>{t('gone', { object: `${KINDS[exposure.of]} ${exposure.namespace}/${exposure.name}` })}</Warning>
  if (exposure.kind === 'everyWorkload')
    return (
      <div>
        <ObjectOf kind="Gateway" object={exposure} />
        <p className="pl-[18px] text-ink-2">{t('everyWorkload')}</p>
      </div>
    )
  return (
    <div className="flex flex-col gap-1 border-edge not-first:border-t not-first:pt-2">
      <p className="flex flex-wrap gap-x-3">
        {exposure.urls.length === 0 ? <span className="text-ink-2">{t('noUrl')}</span> : null}
        {exposure.urls.map((url) => (
          <Code key={url}>
            <strong>{url}</strong>
          </Code>
        ))}
      </p>
      <ObjectOf kind="Gateway" object={exposure.gateway} />
      <Routes service={exposure.virtualService} />
    </div>
  )
}
