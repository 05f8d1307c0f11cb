import { useTranslations } from 'next-intl'
import type { AnalysisFinding } from '@/lib/api/analysis'

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

/** The sentence of a finding in the page's language; istioctl's own is its `line`. */
export function useSentence(): (finding: Pick<AnalysisFinding, 'code' | 'values'>) => string {
  const t = useTranslations('analysis.says')
  return ({ code, values }) => {
    const said = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'object' ? value.join(', ') : String(value)]),
    )
    return code === 'IST0101' ? t(`${code}.${MISSING[said.type ?? ''] ?? 'host'}`, said) : t(code, said)
  }
}
