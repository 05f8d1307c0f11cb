import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Every entry, host and route, with the verdict of its walk. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'overview')
}
