'use client'

import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IngressSection } from '@/components/proxies/describe/ingress-section'
import { IstioctlText } from '@/components/proxies/describe/istioctl-text'
import { NotRead } from '@/components/proxies/describe/not-read'
import { PodSection } from '@/components/proxies/describe/pod-section'
import { ServicesSection } from '@/components/proxies/describe/services-section'
import { useDescribe } from '@/components/proxies/describe/use-describe'
import { warningCount } from '@/components/proxies/describe/warnings'
import { ProxyHeader } from '@/components/proxies/proxy-header'
import { ErrorState, SkeletonRows, StaleBar } from '@/components/ui/states'

/** A pod in the mesh: Services, rules, policies and where it is exposed, as `istioctl describe` finds them; its text beside them. */
export default function DescribeView({ proxy }: { proxy: string }) {
  const t = useTranslations('describe')
  const { data, error, isPending, refetch } = useDescribe(proxy)
  return (
    <>
      <ProxyHeader proxy={proxy} />
      {error && !data ? (
        <ErrorState what={t('failed')} error={error} onRetry={() => void refetch()} />
      ) : isPending || !data ? (
        <SkeletonRows rows={12} height={30} />
      ) : (
        <>
          {error ? <StaleBar error={error} onRetry={() => void refetch()} /> : null}
          <Summary services={data.selectedBy.length} warnings={warningCount(data)} />
          <div className="grid min-h-0 grow grid-cols-[minmax(0,1fr)_minmax(0,540px)] overflow-auto max-dock:grid-cols-1">
            <div className="flex min-w-0 flex-col gap-3 p-3.5">
              <NotRead answer={data} />
              <PodSection answer={data} />
              <ServicesSection answer={data} />
              <IngressSection answer={data} />
            </div>
            <IstioctlText answer={data} />
          </div>
        </>
      )}
    </>
  )
}

function Summary({ services, warnings }: { services: number; warnings: number }) {
  const t = useTranslations('describe')
  return (
    <p aria-live="polite" className="flex min-h-[38px] shrink-0 items-center gap-2.5 border-edge border-b bg-bar px-3.5 py-1 text-ink-2">
      <span>{t('summary', { services })}</span>
      {warnings > 0 ? (
        <span className="flex items-center gap-1.5 font-semibold text-warn">
          <TriangleAlert size={13} aria-hidden /> {t('warnings', { count: warnings })}
        </span>
      ) : null}
    </p>
  )
}
