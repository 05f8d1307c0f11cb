import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What the cluster's own programs would write into a network namespace, and how it differs from what was observed. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'netfilter-computed')
}
