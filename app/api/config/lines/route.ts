import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Lines of a resource’s JSON text. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'config-lines')
}
