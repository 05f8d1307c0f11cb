import { EncryptJWT, jwtDecrypt } from 'jose'
import { z } from 'zod'
import { hiddenCookie, readCookie } from '@/server/http/cookies'

const NAME = 'hopscope_login'
/** A working day; a token that ends before ends the session with it. */
const LONGEST_SECONDS = 8 * 60 * 60
const MAX_COOKIE_LENGTH = 4096
/** A sealed token is a third longer, and has to fit into a cookie. */
export const MAX_TOKEN_LENGTH = 2600
const PURPOSE = 'hopscope-session'

export interface Session {
  user: string
  /** The person's own token: what may be seen is asked with it. */
  token: string
  /** Seconds since 1970. */
  expiresAt: number
}

const payloadSchema = z.object({ sub: z.string(), token: z.string(), exp: z.number() })

/** Seals a session into a cookie's value: any replica with the same key can read it, nobody else, and nobody can change it. */
export async function sealSession(key: Uint8Array, { user, token, expiresAt }: Session): Promise<string> {
  return new EncryptJWT({ token })
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setSubject(user)
    .setAudience(PURPOSE)
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .encrypt(key)
}

/** The session of a request's cookie; null when it has none, it has expired, or another key sealed it. */
export async function openSession(key: Uint8Array, request: Request): Promise<Session | null> {
  const value = readCookie(request, NAME)
  if (value === null || value.length >= MAX_COOKIE_LENGTH) return null
  try {
    const { payload } = await jwtDecrypt(value, key, {
      audience: PURPOSE,
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      requiredClaims: ['exp', 'sub'],
    })
    const { sub, token, exp } = payloadSchema.parse(payload)
    return { user: sub, token, expiresAt: exp }
  } catch {
    return null
  }
}

/** When a session of this token ends: with the token by its own word (which the API server has checked), at the latest after a working day. */
export function endOf(token: string, nowSeconds: number): number {
  const latest = nowSeconds + LONGEST_SECONDS
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    const { exp } = z.object({ exp: z.number() }).parse(claims)
    return Math.min(latest, Math.floor(exp))
  } catch {
    return latest
  }
}

/** Set-Cookie of a session; an empty value ends it. */
export function loginCookie(value: string, seconds: number, request: Request): string {
  return hiddenCookie(request, NAME, value, seconds)
}
