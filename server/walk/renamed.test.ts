import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import { requestAnswer } from '@/server/walk/request'

const SHARED = resolve('../shared/recordings')
const folder = existsSync(SHARED) ? SHARED : resolve('recordings')

/** Names and addresses of the laboratory, and others of other lengths that mean the same. */
const renamed: [RegExp, string][] = [
  [/(?<![\d.])172\.16\.(?=\d)(?!0\.0\/12)/g, '10.77.'],
  [/(?<![\d.])192\.168\.10\./g, '100.99.7.'],
  [/(?<![\d.])10\.10\.200\./g, '100.64.31.'],
  [/k3s-(s|w1|w2)\b/g, 'machine-$1-of-rack'],
  [/testpc/g, 'laptop'],
  [/istio-ingressgateway/g, 'front-door'],
  [/nginx/g, 'zebrafish'],
  [/gasida/g, 'someone'],
]
const rename = (text: string) => renamed.reduce((sum, [from, to]) => sum.replace(from, to), text)

function renameAll(zip: Uint8Array): Uint8Array {
  const entries = Object.entries(unzipSync(zip))
  return zipSync(Object.fromEntries(entries.map(([name, body]) => [rename(name), strToU8(rename(strFromU8(body)))])), { level: 1 })
}

describe('a walk depends on no name and no address of a recording', () => {
  it.each(
    readdirSync(folder)
      .filter((file) => file.endsWith('.zip') && file !== 'scale-1000.zip')
      .sort(),
  )('%s', (file) => {
    const read = (bytes: Uint8Array) => {
      const opened = openRecording(bytes, file)
      if (!opened.ok) throw new Error(opened.problem.message)
      return opened.value
    }
    const bytes = new Uint8Array(readFileSync(resolve(folder, file)))
    const [before, after] = [read(bytes), read(renameAll(bytes))]
    const failures: string[] = []
    for (const [i, request] of after.requests.entries()) {
      const own = before.requests[i]
      if (!own) throw new Error('a request is lost')
      const a = requestAnswer(before, own, own.sent.at)
      const b = requestAnswer(after, request, request.sent.at)
      if (a.agrees !== b.agrees || a.walk.verdict.kind !== b.walk.verdict.kind)
        failures.push(
          `${request.key}: ${a.walk.verdict.kind} ${b.walk.verdict.kind} ${b.differences.map((d) => `${d.netns ?? d.proxy ?? ''} ${d.message}`).join(' | ')} ${b.walk.verdict.reason}`,
        )
    }
    expect(failures).toEqual([])
  })
})
