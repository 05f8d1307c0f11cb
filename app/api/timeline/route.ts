import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** A recording's track: requests, events, pushes, and the moments at which something changed. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'timeline')
}
