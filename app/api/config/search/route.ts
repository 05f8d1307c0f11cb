import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** What a proxy has, of all kinds, that holds some words. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'config-search')
}
