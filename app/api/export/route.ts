import { momentQuery } from '@/lib/api/query'
import { failed } from '@/server/http/answer'
import { readQuery } from '@/server/http/query'
import { exportName, exportRecording } from '@/server/record/export'
import { recordingOf } from '@/server/source/find'

export const dynamic = 'force-dynamic'

/** What is seen now (or at a moment) as a recording's zip. */
export async function GET(request: Request): Promise<Response> {
  try {
    const query = readQuery(request, momentQuery)
    const { name, recording } = await recordingOf(request, query.recording)
    const begin = Date.parse(recording.scenario.start)
    const moment = recording.grows && query.at === 0 ? recording.endMs : query.at
    const file = exportName(name, new Date(Number.isNaN(begin) ? 0 : begin + moment))
    const bytes = await exportRecording(recording, query.at, file)
    return new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: {
        'content-type': 'application/zip',
        'content-disposition': `attachment; filename="${file}.zip"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    return failed(error)
  }
}
