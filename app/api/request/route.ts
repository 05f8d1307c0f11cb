import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** A recorded request: its walk beside what was recorded. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'request')
}
