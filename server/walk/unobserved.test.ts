import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Unzipped, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import { requestAnswer } from '@/server/walk/request'

/** Requests of the demo that between them pass nodes, gateway, sidecars, plain pods and the world outside. */
const REQUESTS = ['01-by-name', '05-wrong-host', '10-node-loopback', '14-sidecar-service', '19-outside-http', '24-closed-nodeport']
const FOLDERS = /^(nodes|pods|clients|k8s)\//

const whole = unzipSync(new Uint8Array(readFileSync(resolve('recordings/nginx-nodeport.zip'))))

function verdicts(entries: Unzipped): Map<string, string> {
  const opened = openRecording(zipSync(entries, { level: 0 }), 'nginx-nodeport.zip')
  if (!opened.ok) throw new Error(opened.problem.message)
  const asked = opened.value.requests.filter(({ key }) => REQUESTS.some((id) => key.includes(id)))
  return new Map(asked.map((request) => [request.key, requestAnswer(opened.value, request, request.sent.at).walk.verdict.kind]))
}

describe('what was not observed', () => {
  const observed = verdicts(whole)
  const entries = Object.keys(whole).filter((entry) => FOLDERS.test(entry) && !entry.endsWith('/'))

  it('is there to be left out', () => {
    expect([...observed.values()].sort()).toEqual(['answered', 'delivered', 'delivered', 'delivered', 'delivered', 'rejected'])
    expect(entries.length).toBeGreaterThan(50)
  })

  it.each(['nodes', 'pods', 'clients', 'k8s'])('makes a walk unknown, never another outcome: each file of %s/', (folder) => {
    const wrong: string[] = []
    for (const entry of entries.filter((candidate) => candidate.startsWith(`${folder}/`))) {
      const { [entry]: _, ...rest } = whole
      for (const [id, kind] of verdicts(rest))
        if (kind !== 'unknown' && kind !== observed.get(id)) wrong.push(`without ${entry}: ${id} is ${kind}`)
    }
    expect(wrong).toEqual([])
  })
})
