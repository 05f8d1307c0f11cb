'use client'

import { useTranslations } from 'next-intl'
import { FindingChips } from '@/components/analysis/finding-chips'
import { objectOf, useAnalysis } from '@/components/analysis/use-analysis'
import { PanelSection } from '@/components/path/panel/section'
import { KubernetesObject } from '@/components/shell/kubernetes-object'
import type { Step } from '@/lib/api/step'

/** The VirtualService, Gateway, policy and so on behind a step; each opens as YAML, and says what Istio's analyzers find in it. */
export function Objects({ step, recording }: { step: Step; recording: string | null }) {
  const t = useTranslations('path.objects')
  const objects = [...new Set(step.objects ?? [])]
  const { data } = useAnalysis(objects.length > 0 ? recording : null)
  if (objects.length === 0) return null
  return (
    <PanelSection title={t('title')}>
      <ul className="flex flex-col gap-1">
        {objects.map((object) => (
          <li key={object}>
            <KubernetesObject object={object} recording={recording} />
            <FindingChips findings={data?.findings.filter((one) => objectOf(one) === object) ?? []} />
          </li>
        ))}
      </ul>
    </PanelSection>
  )
}
