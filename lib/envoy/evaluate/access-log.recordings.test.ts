import { describe, expect, test } from 'vitest'
import { readRecording, recordingFiles } from '@/lib/envoy/testing/archive'
import { judgeLine } from '@/lib/envoy/testing/judge-line'
import { recordedLines } from '@/lib/envoy/testing/recorded-line'

const recordings = recordingFiles()

describe('every access-log line is what the proxy evaluates to', () => {
  let agree = 0
  let total = 0
  test.each(recordings)('$name', ({ name, file }) => {
    const lines = recordedLines(name, readRecording(file))
    const differences = lines.flatMap((line) => judgeLine(line) ?? [])
    total += lines.length
    agree += lines.length - differences.length
    expect(differences.join('\n')).toBe('')
  })

  test('of all recordings together', () => {
    console.log(`agree ${agree} of ${total} access-log lines`)
    expect(recordings.length).toBeGreaterThan(0)
    expect(agree).toBe(total)
  })
})
