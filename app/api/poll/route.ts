import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What the stream would have sent between two moments, for browsers behind something that breaks streams. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'poll')
}
