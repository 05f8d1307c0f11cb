import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What a chain’s rules counted, as a configured Prometheus has kept them. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'history-rules')
}
