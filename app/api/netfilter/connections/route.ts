import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What conntrack keeps in a network namespace, and its sockets with their processes. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'netfilter-connections')
}
