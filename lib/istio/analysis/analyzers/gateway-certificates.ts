import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { finding } from '@/lib/istio/analysis/finding'
import { fullName, type Resource, textMap } from '@/lib/istio/analysis/resource'
import { matches } from '@/lib/istio/analysis/selector'
import { field, listField, textField } from '@/lib/istio/json'

/** What tells a server's certificate: the name of its Secret, else the files; null: none. */
function certificates({ spec }: Resource): string[] {
  return listField(spec, 'servers').flatMap((server) => {
    const tls = field(server, 'tls')
    const credential = textField(tls, 'credentialName')
    if (credential !== null) return `secret ${credential}`
    const [certificate, key] = [textField(tls, 'serverCertificate'), textField(tls, 'privateKey')]
    return certificate !== null && key !== null ? `files ${certificate} ${key}` : []
  })
}

/** Gateways of the same pods with one certificate: a client may send over an open HTTP/2 connection what the other serves. */
export const gatewayCertificates: Analyzer = {
  name: 'gateway.CertificateAnalyzer',
  codes: ['IST0138'],
  needs: ['Gateway'],
  *analyze(configuration) {
    const having = new Map<string, Set<Resource>>()
    const gateways = configuration.all('Gateway')
    for (const gateway of gateways)
      for (const certificate of certificates(gateway)) {
        const known = having.get(certificate)
        if (known) known.add(gateway)
        else having.set(certificate, new Set([gateway]))
      }
    for (const gateway of gateways) {
      const selector = textMap(field(gateway.spec, 'selector'))
      const others = new Set(certificates(gateway).flatMap((certificate) => [...(having.get(certificate) ?? [])]))
      for (const other of others)
        if (other !== gateway && matches(selector, textMap(field(other.spec, 'selector'))))
          yield finding('IST0138', gateway, { gateways: [fullName(gateway), fullName(other)] })
    }
  },
}
