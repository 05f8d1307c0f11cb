import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What istioctl describe says of a pod, as facts and as text. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'describe')
}
