import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Which resources are behind a proxy's STALE and ERROR types, and since when. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'proxy-differences')
}
