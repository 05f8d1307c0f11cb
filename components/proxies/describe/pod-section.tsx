'use client'

import { useTranslations } from 'next-intl'
import { Card, Code, Fact, ObjectOf, Warning } from '@/components/proxies/describe/parts'
import { isHarmless } from '@/components/proxies/describe/warnings'
import type { DescribeAnswer } from '@/lib/api/describe'

/** Revision, ports, warnings and mutual TLS of the pod itself. */
export function PodSection({ answer: { pod, peerAuthentication } }: { answer: DescribeAnswer }) {
  const t = useTranslations('describe')
  const { mode, ports, applied } = peerAuthentication
  const objects = new Map(applied.map((one) => [`${one.namespace}/${one.name}`, one]))
  return (
    <Card title={t('pod')}>
      {pod.warnings
        .filter((warning) => !isHarmless(warning))
        .map((warning) => (
          <Warning key={JSON.stringify(warning)}>
            {t.rich(`warning.${warning.code}`, {
              container: 'container' in warning ? warning.container : '',
              phase: 'phase' in warning ? warning.phase : '',
              code: (text) => <Code>{text}</Code>,
            })}
          </Warning>
        ))}
      {pod.warnings.some(isHarmless) ? <p className="text-ink-2">{t('harmless')}</p> : null}
      <dl className="flex flex-col gap-1.5">
        <Fact label={t('revision')}>{pod.revision === '' ? t('noRevision') : <Code>{pod.revision}</Code>}</Fact>
        <Fact label={t('ports')}>
          {pod.ports.length === 0 ? (
            t('noPorts')
          ) : (
            <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
              {pod.ports.map(({ port, protocol, container }) => (
                <li key={`${container} ${port} ${protocol}`} className="whitespace-nowrap">
                  <Code>{protocol === 'TCP' ? port : `${port}/${protocol}`}</Code> <span className="text-ink-2">{container}</span>
                </li>
              ))}
            </ul>
          )}
        </Fact>
        <Fact label={t('mutualTls')}>
          <p>
            <strong lang="en">{mode}</strong> <span className="text-ink-2">{t('mode', { mode })}</span>
          </p>
          {ports.map((one) => (
            <p key={one.port}>
              {t('port', { port: one.port })} <strong lang="en">{one.mode}</strong>{' '}
              <span className="text-ink-2">{t('mode', { mode: one.mode })}</span>
            </p>
          ))}
          {objects.size === 0 ? <p className="text-ink-2">{t('noPolicy')}</p> : null}
          {[...objects].map(([key, object]) => (
            <ObjectOf key={key} kind="PeerAuthentication" object={object} />
          ))}
        </Fact>
      </dl>
    </Card>
  )
}
