import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** A proxy’s sync states, as a configured Prometheus has kept them. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'history-xds')
}
