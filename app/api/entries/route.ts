import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** The same request at every node that it could enter at. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'entries')
}
