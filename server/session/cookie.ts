import { randomBytes } from 'node:crypto'

const NAME = 'hopscope_session'
const SHAPE = /^[A-Za-z0-9_-]{32}$/

/** The browser session of a request, by its cookie; null when it has none. */
export function sessionOf(request: Request): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === NAME && value !== undefined && SHAPE.test(value)) return value
  }
  return null
}

/** A session that nobody can guess. */
export function newSession(): string {
  return randomBytes(24).toString('base64url')
}

/** The Set-Cookie header of a session: gone when the browser closes, unread by scripts, never sent from other sites. */
export function sessionCookie(session: string, request: Request): string {
  const secure = new URL(request.url).protocol === 'https:' ? '; Secure' : ''
  return `${NAME}=${session}; Path=/; HttpOnly; SameSite=Strict${secure}`
}
