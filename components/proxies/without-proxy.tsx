import { useTranslations } from 'next-intl'
import type { ProxiesAnswer } from '@/lib/api/proxies'

/** Pods that should have a sidecar and have none; nothing where all have theirs. */
export function WithoutProxy({ pods }: { pods: ProxiesAnswer['withoutProxy'] }) {
  const t = useTranslations('proxies')
  if (pods.length === 0) return null
  return (
    <details className="mb-2.5 shrink-0 rounded-card border border-warn bg-warn-bg px-3 py-1.5 text-left text-warn">
      <summary>{t('without.count', { count: pods.length })}</summary>
      <ul className="mt-1 max-h-32 overflow-auto text-ink">
        {pods.map(({ id, name, namespace, asked }) => (
          <li key={id} className="flex gap-2">
            <span className="font-mono text-rule">
              {name}
              <span className="text-ink-3">.{namespace}</span>
            </span>
            <span className="text-ink-2">{t(`without.${asked}`)}</span>
          </li>
        ))}
      </ul>
      <p className="mt-1 text-ink-2">{t('without.why')}</p>
    </details>
  )
}
