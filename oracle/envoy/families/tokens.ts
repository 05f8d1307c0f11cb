import { createSign, generateKeyPairSync } from 'node:crypto'

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const other = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** The signing key as a provider's local_jwks. */
export const JWKS = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' }] })

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function sign(payload: object, header: object = {}, key = privateKey): string {
  const text = `${base64url({ alg: 'RS256', typ: 'JWT', kid: 'k1', ...header })}.${base64url(payload)}`
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`
}

const now = Math.floor(Date.now() / 1000)
const good = { iss: 'issuer-a', sub: 'user-1', aud: ['web'], exp: now + 3600 }

/** Tokens by what is right or wrong with them. */
export const TOKENS: Record<string, string> = {
  good: sign(good),
  otherAudience: sign({ ...good, aud: 'mobile' }),
  noAudience: sign({ iss: 'issuer-a', exp: now + 3600 }),
  expired: sign({ ...good, exp: now - 3600 }),
  early: sign({ ...good, nbf: now + 3600 }),
  otherIssuer: sign({ ...good, iss: 'issuer-b' }),
  strangeIssuer: sign({ ...good, iss: 'nobody' }),
  otherKey: sign(good, {}, other.privateKey),
  strangeKey: sign(good, { kid: 'k9' }),
  broken: 'a.b',
  noJson: 'YQ.YQ.YQ',
}
