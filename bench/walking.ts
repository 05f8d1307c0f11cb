import { recordings } from '@/bench/recordings'
import { median, once, type Row } from '@/bench/stopwatch'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import { walk } from '@/lib/walk/walk'

/** Every recorded request, walked in a fresh mesh (everything parsed on the way) and once more in the same one. */
export function walking(): Row[] {
  const cold: number[] = []
  const warm: number[] = []
  for (const recording of recordings()) {
    const facts = factsOfRecording(recording)
    for (const request of recording.requests.slice(0, 10)) {
      const question = questionOfRequest(request)
      const mesh = buildMesh(recording.snapshotAt(question.at), facts)
      cold.push(once(() => walk(mesh, question)))
      warm.push(once(() => walk(mesh, question)))
    }
  }
  const longest = (times: number[]) => `longest ${Math.max(...times).toFixed(1)} ms of ${times.length} recorded requests`
  return [
    { what: 'walk, nothing parsed yet, median', value: median(cold), unit: ' ms', detail: longest(cold) },
    { what: 'walk, again, median', value: median(warm), unit: ' ms', detail: longest(warm) },
  ]
}
