import { about } from '@/server/threads/ask'

export const dynamic = 'force-dynamic'

/** Every resource of a type, by how istiod’s and Envoy’s differ. */
export function GET(request: Request): Promise<Response> {
  return about(request, 'diff-resources')
}
