import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { bitString, der, explicit, octets, oid, sequence, set, utf8 } from '@/oracle/envoy/der'

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))

function name(text: string): Uint8Array {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(text))))
}

/** Valid from yesterday for a month: nothing is kept longer than a run. */
function validity(): Uint8Array {
  const time = (days: number) => {
    const iso = new Date(Date.now() + days * 86_400_000).toISOString()
    return der(0x18, Buffer.from(`${iso.slice(0, 19).replace(/[-:T]/g, '')}Z`))
  }
  return sequence(time(-1), time(30))
}

let serial = 1
/** A DNS name of each certificate, beside the URI that is its subject. */
export const DNS_NAME = '*.test'

interface Issued {
  cert: string
  key: string
}

interface Issuer {
  name: string
  key: KeyObject
}

/** An X.509 v3 certificate with a URI and a DNS name; without an issuer it signs itself and may sign others. */
function issue(subject: string, issuer: Issuer | null): Issued & { issuer: Issuer } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const names = sequence(der(0x86, Buffer.from(subject)), der(0x82, Buffer.from(DNS_NAME)))
  const extension =
    issuer === null
      ? sequence(oid('2.5.29.19'), der(0x01, Uint8Array.from([255])), octets(sequence(der(0x01, Uint8Array.from([255])))))
      : sequence(oid('2.5.29.17'), octets(names))
  serial += 1
  const body = sequence(
    explicit(0, der(0x02, Uint8Array.from([2]))),
    der(0x02, Uint8Array.from([serial])),
    ECDSA_SHA256,
    name(issuer?.name ?? subject),
    validity(),
    name(subject),
    new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    explicit(3, sequence(extension)),
  )
  const signature = new Uint8Array(sign('sha256', body, issuer?.key ?? privateKey))
  const text = Buffer.from(sequence(body, ECDSA_SHA256, bitString(signature))).toString('base64')
  const cert = `-----BEGIN CERTIFICATE-----\n${text.replace(/(.{64})/g, '$1\n').trim()}\n-----END CERTIFICATE-----\n`
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return { cert, key, issuer: { name: subject, key: createPrivateKey(key) } }
}

const authority = issue('oracle-authority', null)
const issued = new Map<string, Issued>()

/** Made anew in each run: no key is kept anywhere. */
export const AUTHORITY = authority.cert

/** The certificate of a SPIFFE identity, signed by the run's authority. */
export function certificateOf(identity: string): Issued {
  const known = issued.get(identity)
  if (known !== undefined) return known
  const made = issue(identity, authority.issuer)
  issued.set(identity, made)
  return made
}

/** The same as Node's TLS takes it. */
export function clientCertificate(identity: string): { cert: string; key: string } {
  const { cert, key } = certificateOf(identity)
  return { cert, key }
}
