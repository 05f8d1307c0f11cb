import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** The walks of a recording's requests in one row each. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'strips')
}
