import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** The lines of a resource’s JSON text that hold a text. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'config-find')
}
