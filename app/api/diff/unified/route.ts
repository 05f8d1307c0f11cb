import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What istioctl proxy-status POD prints of a type. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'diff-unified')
}
