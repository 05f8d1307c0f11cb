import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Lines of an entry around a line or a JSON pointer, without credentials. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'evidence')
}
