import { randomBytes } from 'node:crypto'
import { hiddenCookie, readCookie } from '@/server/http/cookies'

const NAME = 'hopscope_session'
const SHAPE = /^[A-Za-z0-9_-]{32}$/

/** The browser session of a request, by its cookie; null when it has none. */
export function sessionOf(request: Request): string | null {
  const value = readCookie(request, NAME)
  return value !== null && SHAPE.test(value) ? value : null
}

/** A session that nobody can guess. */
export function newSession(): string {
  return randomBytes(24).toString('base64url')
}

/** The Set-Cookie header of a session: gone when the browser closes, unread by scripts, never sent from other sites. */
export function sessionCookie(session: string, request: Request): string {
  return hiddenCookie(request, NAME, session, null)
}
