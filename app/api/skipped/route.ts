import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** The rules that a step of a walk passed over, where the walk names only the nearest ones. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'skipped')
}
