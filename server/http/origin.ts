import { Failure } from '@/server/http/failure'

/** Refuses a request that changes something and comes from a page of another origin. Browsers send Origin with every POST; other clients need not. */
export function checkOrigin(request: Request): void {
  const origin = request.headers.get('origin')
  if (origin === null) return
  const host = request.headers.get('host') ?? new URL(request.url).host
  if (!URL.canParse(origin) || new URL(origin).host !== host)
    throw new Failure('forbidden', 'This request comes from another site.', 'origin')
}
