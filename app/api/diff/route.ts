import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What istiod would send to a proxy against what Envoy runs. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'diff')
}
