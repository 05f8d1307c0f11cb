import { field, listField, type Problem, readJson, textField } from '@/lib/istio/json'
import { podFolder } from '@/lib/istio/names/proxy-id'
import type { ProxyCertificate } from '@/lib/istio/proxies/model'
import type { Snapshot } from '@/lib/recording/snapshot'

export interface EnvoyFacts {
  version: string | null
  state: string | null
  istioVersion: string | null
  certificates: ProxyCertificate[]
  problems: Problem[]
}

/** What Envoy says of itself: /server_info and /certs. Files that were not read leave their fields null or empty. */
export function envoyFacts(snapshot: Snapshot, proxy: { name: string; namespace: string }): EnvoyFacts {
  const facts: EnvoyFacts = { version: null, state: null, istioVersion: null, certificates: [], problems: [] }
  const folder = `${podFolder(proxy)}/envoy`
  const info = snapshot.read(`${folder}/server_info.json`)
  if (info) {
    const { value, problem } = readJson(info.text, info.entry)
    if (problem) facts.problems.push(problem)
    // commit/1.36.4/Clean/RELEASE/BoringSSL
    facts.version = textField(value ?? undefined, 'version')?.split('/')[1] ?? null
    facts.state = textField(value ?? undefined, 'state')
    facts.istioVersion = textField(field(field(value ?? undefined, 'node'), 'metadata'), 'ISTIO_VERSION')
  }
  const certs = snapshot.read(`${folder}/certs.json`)
  if (certs) {
    const { certificates, problem } = presentedCertificates(certs.text, certs.entry)
    facts.certificates = certificates
    if (problem) facts.problems.push(problem)
  }
  return facts
}

/** The certificates of /certs that Envoy presents (`cert_chain`, without the authorities it trusts), each once, soonest end first. */
function presentedCertificates(text: string, entry: string): { certificates: ProxyCertificate[]; problem: Problem | null } {
  const { value, problem } = readJson(text, entry)
  if (problem) return { certificates: [], problem }
  const seen = new Map<string, ProxyCertificate>()
  for (const item of listField(value, 'certificates')) {
    for (const cert of listField(item, 'cert_chain')) {
      const notBefore = textField(cert, 'valid_from')
      const notAfter = textField(cert, 'expiration_time')
      if (!notBefore || !notAfter) continue
      const san = listField(cert, 'subject_alt_names')[0]
      const name = textField(san, 'uri') ?? textField(san, 'dns') ?? textField(cert, 'path') ?? ''
      seen.set(`${textField(cert, 'serial_number')} ${name}`, { name, notBefore, notAfter })
    }
  }
  return { certificates: [...seen.values()].sort((a, b) => Date.parse(a.notAfter) - Date.parse(b.notAfter)), problem: null }
}
