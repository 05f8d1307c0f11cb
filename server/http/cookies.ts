/** A browser's cookie by its name; null when it was not sent. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const [key, value] = pair.trim().split('=')
    if (key === name && value) return value
  }
  return null
}

/**
 * Set-Cookie of a value that scripts don't read, and that no other site's page sends. `seconds`: how long it is kept, null until the browser
 * closes. Secure where the request came by TLS, also to what stands in front.
 */
export function hiddenCookie(request: Request, name: string, value: string, seconds: number | null): string {
  const age = seconds === null ? '' : `; Max-Age=${Math.max(0, Math.floor(seconds))}`
  const isSecure = new URL(request.url).protocol === 'https:' || request.headers.get('x-forwarded-proto') === 'https'
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict${age}${isSecure ? '; Secure' : ''}`
}
