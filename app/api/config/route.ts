import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** The table of one kind of a proxy’s resources, as istioctl proxy-config prints it. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'config')
}
