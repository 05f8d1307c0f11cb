import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** The rules of one chain, with what they count and say. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'netfilter-chain')
}
