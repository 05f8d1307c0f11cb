import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Every chain of a network namespace without its rules. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'netfilter-outline')
}
