'use client'

import { ArrowRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { DestinationRule } from '@/components/proxies/describe/destination-rule'
import { Card, Code, ObjectOf, Warning } from '@/components/proxies/describe/parts'
import { VirtualService } from '@/components/proxies/describe/virtual-service'
import type { ServiceAnswer, ServicePortAnswer } from '@/components/proxies/describe/warnings'
import type { DescribeAnswer } from '@/lib/api/describe'

/** istioctl's words for a port whose name says no protocol. */
const SNIFFED: Readonly<Record<string, 'sniffed' | 'sniffedName'>> = { UnsupportedProtocol: 'sniffedName', 'auto-detect': 'sniffed' }

/** The Services that select the pod, with what the pod's own Envoy has for their ports. */
export function ServicesSection({ answer: { services, selectedBy } }: { answer: DescribeAnswer }) {
  const t = useTranslations('describe')
  if (selectedBy.length === 0)
    return (
      <Card title={t('services')}>
        <p className="text-ink-2">{t('noServices')}</p>
      </Card>
    )
  if (services === null)
    return (
      <Card title={t('services')}>
        <p className="text-ink-2">{t('unread')}</p>
        {selectedBy.map((object) => (
          <ObjectOf key={object.name} kind="Service" object={object} />
        ))}
      </Card>
    )
  return services.map((service) => <ServiceCard key={service.name} service={service} />)
}

function ServiceCard({ service }: { service: ServiceAnswer }) {
  const t = useTranslations('describe')
  return (
    <Card
      title={`Service ${service.namespace}/${service.name}`}
      object={<ObjectOf kind="Service" object={service} />}
      aside={t('portCount', { count: service.ports.length })}
    >
      {service.ports.map((port) => (
        <Port key={`${port.port} ${port.transport}`} port={port} />
      ))}
    </Card>
  )
}

function Port({ port: { name, port, transport, protocol, target, destinationRule, virtualServices, rbac } }: { port: ServicePortAnswer }) {
  const t = useTranslations('describe')
  const quiet = destinationRule === null && virtualServices.length === 0 && rbac.length === 0
  return (
    <div className="flex flex-col gap-1 border-edge not-first:border-t not-first:pt-2">
      <h3 className="flex flex-wrap items-center gap-x-2">
        <Code>
          <strong>{transport === 'TCP' ? port : `${port}/${transport}`}</strong>
          {name === '' ? '' : ` ${name}`}
        </Code>
        <ArrowRight size={12} role="img" aria-label={t('leadsTo')} className="text-ink-3" />
        <span>{target === null ? '?' : t('podPort', { port: target })}</span>
        <span className="text-ink-2">{SNIFFED[protocol] ? t(SNIFFED[protocol]) : protocol}</span>
        {quiet ? <span className="ml-auto text-ink-3 text-meta">{t('noRules')}</span> : null}
      </h3>
      {target === null ? <Warning>{t('noTarget')}</Warning> : null}
      {destinationRule ? <DestinationRule referred={destinationRule} /> : null}
      {virtualServices.map((referred) => (
        <VirtualService key={`${referred.namespace}/${referred.name}`} referred={referred} />
      ))}
      <Policies names={rbac} />
    </div>
  )
}

/** `ns[shop]-policy[deny]-rule[0]`: as istiod names the rules of an AuthorizationPolicy in Envoy. */
const POLICY = /^ns\[([^\]]+)\]-policy\[([^\]]+)\]-rule\[\d+\]$/

function Policies({ names }: { names: readonly string[] }) {
  const objects = new Map<string, { name: string; namespace: string }>()
  const others = names.filter((policy) => {
    const [, namespace, name] = POLICY.exec(policy) ?? []
    if (namespace && name) objects.set(`${namespace}/${name}`, { name, namespace })
    return !namespace
  })
  return (
    <>
      {[...objects].map(([key, object]) => (
        <ObjectOf key={key} kind="AuthorizationPolicy" object={object} />
      ))}
      {others.map((name) => (
        <p key={name} className="px-1">
          RBAC <Code>{name}</Code>
        </p>
      ))}
    </>
  )
}
