import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { at, fullName, numberField } from '@/lib/istio/analysis/resource'
import { field, type Json, listField, textField } from '@/lib/istio/json'

/** TLS modes in which a server shows a certificate that somebody has to check. */
const SERVER_MODES = new Set(['SIMPLE', 'MUTUAL'])

/** The mode of a TLS setting that checks nothing; null where it does, or where there is nothing to check. */
function unchecked(tls: Json | undefined, selected: boolean): string | null {
  const mode = textField(tls, 'mode')
  if (mode === null || !SERVER_MODES.has(mode) || textField(tls, 'caCertificates') !== null) return null
  return selected && textField(tls, 'credentialName') !== null ? null : mode
}

/** DestinationRules that ask for TLS and do not say whose certificates are good. */
export const caCertificates: Analyzer = {
  name: 'destinationrule.CaCertificateAnalyzer',
  codes: ['IST0128', 'IST0129'],
  needs: ['DestinationRule'],
  *analyze(configuration) {
    for (const rule of configuration.all('DestinationRule')) {
      const values = { rule: fullName(rule), namespace: rule.namespace, host: textField(rule.spec, 'host') ?? '' }
      const selected = field(rule.spec, 'workloadSelector') !== undefined
      const policy = at(rule.spec, 'trafficPolicy')
      const mode = unchecked(field(policy, 'tls'), selected)
      if (mode !== null) yield finding('IST0128', rule, { ...values, mode }, 'spec.trafficPolicy.tls')
      for (const [index, setting] of listField(policy, 'portLevelSettings').entries()) {
        const own = unchecked(field(setting, 'tls'), selected)
        // As protobuf prints a PortSelector.
        const port = `number:${numberField(field(setting, 'port'), 'number') ?? 0}`
        if (own !== null)
          yield finding('IST0129', rule, { ...values, mode: own, port }, `spec.trafficPolicy.portLevelSettings[${index}].tls`)
      }
    }
  },
}
