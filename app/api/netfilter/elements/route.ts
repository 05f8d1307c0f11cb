import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** The elements of the sets and maps that a native rule asks. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'netfilter-elements')
}
