import { exportQuery } from '@/lib/api/export'
import { failed } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { exportMoment } from '@/server/record/export'
import { sourceOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** What is seen now (or at a moment) as a recording's zip. */
export async function GET(request: Request): Promise<Response> {
  try {
    const query = readQuery(request, exportQuery)
    const source = await sourceOf(request, query.recording)
    const { name, zip } = source.kind === 'cluster' ? await source.cluster.export(source.person, query) : await exportMoment(source, query)
    return new Response(zip as Uint8Array<ArrayBuffer>, {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${name}.zip"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return failed(error)
  }
}
