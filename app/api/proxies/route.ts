import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** The xDS sync state of every proxy at a moment. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'proxies')
}
