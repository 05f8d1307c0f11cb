import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** The way of one request: steps, branches, verdict. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'walk')
}
