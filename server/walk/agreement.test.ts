import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import { requestAnswer } from '@/server/walk/request'

/** All recordings beside the project when they are there, else the ones that ship with it. */
const SHARED = resolve('../shared/recordings')
const folder = existsSync(SHARED) ? SHARED : resolve('recordings')
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.zip'))
  .sort()
const tally = { agreed: 0, of: 0 }

describe('walks equal the kernel’s traces and the access logs', () => {
  it.each(files)('%s', (file) => {
    const opened = openRecording(new Uint8Array(readFileSync(resolve(folder, file))), file)
    if (!opened.ok) throw new Error(opened.problem.message)
    const recording = opened.value
    const failures: string[] = []
    let compared = 0
    for (const request of recording.requests) {
      const { agrees, differences, match } = requestAnswer(recording, request, request.sent.at)
      if (agrees === null) continue
      compared += 1
      // What the picture says beside the verdict is the same answer.
      if (agrees) expect(match?.agreed, `${request.key}: rules that agree`).toBe(match?.of)
      if (!agrees) failures.push(`${request.key}: ${differences.map((d) => `${d.netns ?? d.proxy ?? ''} ${d.message}`).join(' | ')}`)
    }
    tally.agreed += compared - failures.length
    tally.of += compared
    console.log(`${file}: agree ${compared - failures.length} of ${compared} (all so far: ${tally.agreed} of ${tally.of})`)
    expect(failures).toEqual([])
  })
})
