import { type DerElement, derChildren, readDer } from '@/lib/envoy/certificate/der'

/** What may be shown of a certificate: never a key. Times are RFC 3339; the serial number is hexadecimal. */
export interface CertificateFacts {
  serial: string
  notBefore: string | null
  notAfter: string | null
  uris: string[]
  dnsNames: string[]
  /** Whether it may sign others (basicConstraints). */
  ca: boolean
}

const SAN_OID = '55 1d 11'
const BASIC_CONSTRAINTS_OID = '55 1d 13'
const BOOLEAN = 0x01

function hex(bytes: Uint8Array, element: DerElement, separator: string): string {
  return Array.from(bytes.subarray(element.start, element.end), (byte) => byte.toString(16).padStart(2, '0')).join(separator)
}

function ascii(bytes: Uint8Array, element: DerElement): string {
  return String.fromCharCode(...bytes.subarray(element.start, Math.min(element.end, element.start + 2048)))
}

/** UTCTime (YYMMDDhhmmssZ) and GeneralizedTime (YYYYMMDDhhmmssZ), RFC 5280 4.1.2.5. */
function time(bytes: Uint8Array, element: DerElement | undefined): string | null {
  if (element === undefined) return null
  const text = ascii(bytes, element)
  const match = /^(\d{2,4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (match === null) return null
  const [, year = '', month, day, hour, minute, second] = match
  const full = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`
  return `${full}-${month}-${day}T${hour}:${minute}:${second}Z`
}

function readSan(bytes: Uint8Array, extension: DerElement, facts: CertificateFacts): void {
  const value = derChildren(bytes, extension).at(-1)
  const sequence = value === undefined ? null : readDer(bytes, value.start, value.end)
  if (sequence === null) return
  for (const name of derChildren(bytes, sequence)) {
    if (name.tag === 0x86) facts.uris.push(ascii(bytes, name))
    if (name.tag === 0x82) facts.dnsNames.push(ascii(bytes, name))
  }
}

/** BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, … }, RFC 5280 4.2.1.9. */
function maySign(bytes: Uint8Array, extension: DerElement): boolean {
  const value = derChildren(bytes, extension).at(-1)
  const sequence = value === undefined ? null : readDer(bytes, value.start, value.end)
  const first = sequence === null ? undefined : derChildren(bytes, sequence)[0]
  return first?.tag === BOOLEAN && bytes[first.start] !== 0
}

/** Reads the public facts of one DER certificate (RFC 5280); null when it is not one. */
export function readCertificate(bytes: Uint8Array): CertificateFacts | null {
  const outer = readDer(bytes, 0, bytes.length)
  const body = outer === null ? undefined : derChildren(bytes, outer)[0]
  if (body === undefined) return null
  const parts = derChildren(bytes, body)
  const versioned = parts[0]?.tag === 0xa0 ? 1 : 0
  const serial = parts[versioned]
  const validity = parts[versioned + 3]
  if (serial === undefined || validity === undefined) return null
  const [notBefore, notAfter] = derChildren(bytes, validity)
  const facts: CertificateFacts = {
    serial: hex(bytes, serial, '').replace(/^0+(?=.)/, ''),
    notBefore: time(bytes, notBefore),
    notAfter: time(bytes, notAfter),
    uris: [],
    dnsNames: [],
    ca: false,
  }
  const extensions = parts.find((part) => part.tag === 0xa3)
  const list = extensions === undefined ? null : readDer(bytes, extensions.start, extensions.end)
  for (const extension of list === null ? [] : derChildren(bytes, list)) {
    const oid = derChildren(bytes, extension)[0]
    const name = oid === undefined ? '' : hex(bytes, oid, ' ')
    if (name === SAN_OID) readSan(bytes, extension, facts)
    if (name === BASIC_CONSTRAINTS_OID) facts.ca = maySign(bytes, extension)
  }
  return facts
}
