import { decodeBase64Url } from '@/lib/envoy/evaluate/jwt/base64url'

/** A decoded JSON Web Token (RFC 7519); nothing is verified yet. */
export interface Token {
  algorithm: string
  keyId: string | null
  payload: Record<string, unknown>
  signed: Uint8Array
  signature: Uint8Array
}

/** Longest token that is decoded; Envoy's header limit is 60 KiB. */
const MAX_TOKEN = 64 * 1024

function parseObject(bytes: Uint8Array | null): Record<string, unknown> | null {
  if (bytes === null) return null
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Decodes a token, or says in Envoy's words (jwt_verify_lib's status) why it cannot. */
export function decodeToken(text: string): Token | string {
  const parts = text.split('.')
  const [head = '', body = '', tail = ''] = parts
  if (parts.length !== 3 || text.length > MAX_TOKEN)
    return 'Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections'
  const header = parseObject(decodeBase64Url(head))
  if (header === null) return 'Jwt header is an invalid Base64url encoded or not a JSON'
  const payload = parseObject(decodeBase64Url(body))
  if (payload === null) return 'Jwt payload is an invalid Base64url encoded or not a JSON'
  const signature = decodeBase64Url(tail)
  if (signature === null) return 'Jwt signature is an invalid Base64url encoded'
  const algorithm = typeof header.alg === 'string' ? header.alg : ''
  const keyId = typeof header.kid === 'string' ? header.kid : null
  return { algorithm, keyId, payload, signed: new TextEncoder().encode(`${head}.${body}`), signature }
}
