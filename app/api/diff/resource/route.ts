import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Both sides of one resource. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'diff-resource')
}
