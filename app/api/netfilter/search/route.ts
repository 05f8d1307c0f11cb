import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Rules of a dump that hold all the words. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'netfilter-search')
}
