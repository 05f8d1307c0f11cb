import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Access-log lines and connection tracking of a moment. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'activity')
}
