import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import { requestAnswer } from '@/server/walk/request'

/** As a node agent without hostPID sees a node: sockets without the processes that hold them, and no list of processes in pods. */
function withoutProcesses(bytes: Uint8Array) {
  const entries = unzipSync(bytes)
  for (const [name, content] of Object.entries(entries)) {
    if (name.endsWith('/ss.txt')) entries[name] = strToU8(strFromU8(content).replaceAll(/users:\(\(.*$/gm, ''))
  }
  return zipSync(entries, { level: 0 })
}

it.each(['nginx-nodeport', 'bookinfo', 'istio-1.28-nginx'])(
  '%s: where processes were not seen, pods and Envoys say who listens',
  (name) => {
    const bytes = new Uint8Array(readFileSync(resolve(`recordings/${name}.zip`)))
    const [seen, unseen] = [openRecording(bytes, name), openRecording(withoutProcesses(bytes), name)]
    if (!seen.ok || !unseen.ok) throw new Error('no recording')
    const changed: string[] = []
    let compared = 0
    for (const request of seen.value.requests) {
      const other = unseen.value.request(request.key)
      if (!other) throw new Error(request.key)
      const [a, b] = [requestAnswer(seen.value, request, request.sent.at), requestAnswer(unseen.value, other, other.sent.at)]
      compared++
      if (a.walk.verdict.kind !== b.walk.verdict.kind || a.agrees !== b.agrees)
        changed.push(`${request.key}: ${a.walk.verdict.kind} ${a.agrees}, now ${b.walk.verdict.kind} ${b.agrees}: ${b.walk.verdict.reason}`)
    }
    expect(compared).toBeGreaterThan(5)
    expect(changed).toEqual([])
  },
)
