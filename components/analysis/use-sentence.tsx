import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import type { AnalysisFinding } from '@/lib/api/analysis'
import type { FindingCode } from '@/lib/istio/analysis/codes'

/** IST0101 is said of several sorts of what is missing. */
const MISSING: Record<string, string> = {
  host: 'host',
  'host:port': 'port',
  'mirror host': 'mirror',
  'host+subset in destinationrule': 'subset',
  'mirror+subset in destinationrule': 'subset',
  gateway: 'gateway',
  selector: 'selector',
  namespace: 'namespace',
}

const inEnglish = (chunks: ReactNode) => <span lang="en">{chunks}</span>

/** The sentence of a finding in the page's language; istioctl's own is its `line`. What Istio said of the reason stays in its words. */
export function useSentence(): (finding: Pick<AnalysisFinding, 'code' | 'values'>) => ReactNode {
  const t = useTranslations('analysis.says')
  return ({ code, values: told }) => {
    const said = Object.fromEntries(
      Object.entries(told).map(([name, value]) => [name, typeof value === 'object' ? value.join(', ') : String(value)]),
    )
    const values = { ...said, en: inEnglish }
    if (code === 'IST0101') return t.rich(`${code}.${MISSING[said.type ?? ''] ?? 'host'}`, values)
    if (code === 'IST0118') return t.rich(`${code}.${said.portName ? 'named' : 'unnamed'}`, values)
    // The server has no other codes, and a test holds a sentence to each.
    return t.rich(code as Exclude<FindingCode, 'IST0101' | 'IST0118'>, values)
  }
}
