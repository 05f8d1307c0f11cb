import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { LevelMark } from '@/components/analysis/level-mark'
import { objectOf } from '@/components/analysis/use-analysis'
import { useSentence } from '@/components/analysis/use-sentence'
import { CopyButton } from '@/components/proxies/command'
import { KubernetesObject } from '@/components/shell/kubernetes-object'
import { Tokens } from '@/components/ui/tokens'
import type { AnalysisFinding } from '@/lib/api/analysis'

/** A finding: what it means and which object it is about; opened, istioctl's own words and the object as YAML. */
export function FindingRow({
  finding,
  recording,
  open,
  onToggle,
}: {
  finding: AnalysisFinding
  recording: string | null
  open: boolean
  onToggle: () => void
}) {
  const t = useTranslations('analysis')
  const sentence = useSentence()(finding)
  const object = objectOf(finding)
  const { kind, namespace, name, path } = finding
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex w-full items-center gap-3 px-5 py-2 text-left hover:bg-hover"
      >
        <LevelMark level={finding.level} />
        <span className="min-w-0 grow">
          <span className="sr-only">{t(`one.${finding.level}`)}: </span>
          <span className="block break-words">{sentence}</span>
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-meta text-ink-2">
            <span className="font-mono text-rule">{finding.code}</span>
            <span lang="en" className="font-semibold">
              {kind}
            </span>
            <span className="min-w-0 font-mono text-rule break-all">{namespace === '' ? name : `${namespace}/${name}`}</span>
            {path ? <span className="min-w-0 font-mono text-rule text-ink-3 break-all">{path}</span> : null}
          </span>
        </span>
        <ChevronRight size={14} className={`shrink-0 text-ink-3 ${open ? 'rotate-90' : ''}`} aria-hidden />
      </button>
      {open ? (
        <div className="flex flex-col gap-1.5 pr-5 pb-3 pl-14">
          <div className="flex items-start gap-2 rounded-chip border border-edge bg-card py-1 pr-1 pl-2">
            <code lang="en" className="min-w-0 grow pt-[2px] font-mono text-rule leading-4 break-words">
              <span className="sr-only">{t('istioctl')}: </span>
              <Tokens text={finding.line} />
            </code>
            <CopyButton text={finding.line} label={t('copyLine', { object })} className="text-ink-2" />
          </div>
          <KubernetesObject object={object} recording={recording} />
        </div>
      ) : null}
    </>
  )
}
