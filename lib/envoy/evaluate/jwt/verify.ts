import { decodeBase64Url } from '@/lib/envoy/evaluate/jwt/base64url'
import { verifyRs256 } from '@/lib/envoy/evaluate/jwt/rsa'
import { decodeToken, type Token } from '@/lib/envoy/evaluate/jwt/token'
import { matchString } from '@/lib/envoy/evaluate/match/string'
import { any } from '@/lib/envoy/evaluate/verdict'
import { JsonNode } from '@/lib/envoy/parse/json-node'

/** `bad` carries Envoy's own words and the status; `unknown` what could not be checked. */
export type TokenVerdict =
  | { is: 'good'; payload: Record<string, unknown> }
  | { is: 'missing' }
  | { is: 'bad'; status: 401 | 403; why: string }
  | { is: 'unknown'; payload: Record<string, unknown>; why: string }

/** Envoy's words for a token of another issuer: where several requirements fail, any other failure is told before it. */
export const UNKNOWN_ISSUER = 'Jwt issuer is not configured'

/** Envoy's default of clock_skew_seconds. */
const DEFAULT_SKEW = 60

function bad(why: string, status: 401 | 403 = 401): TokenVerdict {
  return { is: 'bad', status, why }
}

function audiencesOf(payload: Record<string, unknown>): string[] {
  const { aud } = payload
  return typeof aud === 'string' ? [aud] : Array.isArray(aud) ? aud.filter((one): one is string => typeof one === 'string') : []
}

function checkSignature(
  provider: JsonNode,
  token: Token,
): { is: 'good' | 'unknown' } | { is: 'bad'; why: string } | { is: 'unknown'; why: string } {
  const jwks = provider.at('local_jwks', 'inline_string').text()
  if (jwks === null) return { is: 'unknown', why: 'the signing keys are not in any dump' }
  let keys: JsonNode[] = []
  try {
    keys = new JsonNode(JSON.parse(jwks), '').get('keys').items()
  } catch {
    return { is: 'bad', why: 'Jwks is an invalid JSON' }
  }
  const fitting = keys.filter((key) => token.keyId === null || key.get('kid').text() === null || key.get('kid').text() === token.keyId)
  if (fitting.length === 0) return { is: 'bad', why: "Jwks doesn't have key to match kid or alg from Jwt" }
  if (token.algorithm !== 'RS256') return { is: 'unknown', why: `signatures by ${token.algorithm || 'no algorithm'} are not verified here` }
  const results = fitting.map((key) => {
    const modulus = decodeBase64Url(key.get('n').text() ?? '')
    const exponent = decodeBase64Url(key.get('e').text() ?? '')
    return modulus === null || exponent === null ? null : verifyRs256(modulus, exponent, token.signed, token.signature)
  })
  if (results.includes(true)) return { is: 'good' }
  return results.includes(null) ? { is: 'unknown', why: 'the signing key cannot be read' } : { is: 'bad', why: 'Jwt verification fails' }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** Verifies one token for a provider, in Envoy's order: form, issuer, time, audience, signature. */
export function verifyToken(
  provider: JsonNode,
  text: string | null,
  audiences: readonly string[],
  nowSeconds: number | undefined,
): TokenVerdict {
  if (text === null) return { is: 'missing' }
  const token = decodeToken(text)
  if (typeof token === 'string') return bad(token)
  const { payload } = token
  const issuer = provider.get('issuer').text()
  if (issuer !== null && issuer !== '' && payload.iss !== issuer) return bad(UNKNOWN_ISSUER)
  const subjects = provider.get('subjects')
  if (subjects.exists && any([matchString(subjects, typeof payload.sub === 'string' ? payload.sub : '', 'subject')], 'subject').is === 'no')
    return bad('Jwt subject is not allowed')
  const skew = provider.get('clock_skew_seconds').number() ?? DEFAULT_SKEW
  const notBefore = numberOf(payload.nbf)
  const expires = numberOf(payload.exp)
  const timed = notBefore !== null || expires !== null
  if (nowSeconds !== undefined) {
    if (notBefore !== null && notBefore - skew > nowSeconds) return bad('Jwt not yet valid')
    if (expires !== null && nowSeconds > expires + skew) return bad('Jwt is expired')
  }
  const wanted = audiences.length > 0 ? audiences : provider.get('audiences').texts()
  if (wanted.length > 0 && !audiencesOf(payload).some((one) => wanted.includes(one))) return bad('Audiences in Jwt are not allowed', 403)
  const signature = checkSignature(provider, token)
  if (signature.is === 'bad') return bad(signature.why)
  if (timed && nowSeconds === undefined)
    return { is: 'unknown', payload, why: 'whether the token has expired depends on the moment of the request' }
  if (signature.is === 'unknown') return { is: 'unknown', payload, why: 'why' in signature ? signature.why : 'the signature' }
  return { is: 'good', payload }
}
