import { about } from '@/server/work/ask'

export const dynamic = 'force-dynamic'

/** The same request at every node that it could enter at. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'entries')
}
