import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** One resource of an Envoy as JSON. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'config-resource')
}
