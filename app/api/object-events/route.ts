import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What Kubernetes reported about some objects. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'object-events')
}
