import { type CertificateFacts, readCertificate } from '@/lib/envoy/certificate/x509'

/** Most certificates read from one bundle. */
const MAX_CERTIFICATES = 200

function decodeBase64(text: string): Uint8Array | null {
  try {
    const binary = atob(text.replace(/\s/g, ''))
    return Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
  } catch {
    return null
  }
}

/** The certificates of a PEM bundle, in order; what is not one is left out. */
export function readPem(pem: string): CertificateFacts[] {
  const found: CertificateFacts[] = []
  for (const part of pem.split('-----BEGIN CERTIFICATE-----').slice(1, MAX_CERTIFICATES + 1)) {
    const bytes = decodeBase64(part.split('-----END')[0] ?? '')
    const facts = bytes === null ? null : readCertificate(bytes)
    if (facts !== null) found.push(facts)
  }
  return found
}

/** The same of a protobuf `inline_bytes` (base64 of the PEM text). */
export function readPemBytes(base64: string): CertificateFacts[] {
  const bytes = decodeBase64(base64)
  return bytes === null ? [] : readPem(new TextDecoder().decode(bytes))
}
