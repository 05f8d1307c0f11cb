import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What the question bar offers to choose from. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'choices')
}
