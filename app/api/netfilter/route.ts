import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Tables, chains and rules with counters of one network namespace. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'netfilter')
}
