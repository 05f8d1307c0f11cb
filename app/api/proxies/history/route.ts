import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What a proxy's sync states were while it was watched. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'proxy-history')
}
