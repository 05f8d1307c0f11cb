import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** An object that steps name, as YAML. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'object')
}
