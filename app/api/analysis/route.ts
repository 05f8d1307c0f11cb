import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What istioctl analyze says of every object. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'analysis')
}
