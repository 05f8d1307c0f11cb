import { failed } from '@/server/http/answer'
import { Failure } from '@/server/http/failure'

/** Any other address below /api: a 404 like every other one, not a page. */
export function GET(request: Request): Response {
  return failed(new Failure('notFound', `There is no ${new URL(request.url).pathname}; docs/api.md lists what there is.`))
}
