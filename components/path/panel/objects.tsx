'use client'

import { useTranslations } from 'next-intl'
import { KubernetesObject } from '@/components/shell/kubernetes-object'
import type { Step } from '@/lib/api/step'
import { PanelSection } from './section'

/** The VirtualService, Gateway, policy and so on behind a step; each opens as YAML. */
export function Objects({ step, recording }: { step: Step; recording: string | null }) {
  const t = useTranslations('path.objects')
  const objects = [...new Set(step.objects ?? [])]
  if (objects.length === 0) return null
  return (
    <PanelSection title={t('title')}>
      <ul className="flex flex-col gap-1">
        {objects.map((object) => (
          <li key={object}>
            <KubernetesObject object={object} recording={recording} />
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}
