import { describe, expect, it } from 'vitest'
import { addReport, inexcusable, newCounts, summary } from './counts.mjs'
import { readPlaywrightReport } from './playwright-report.mjs'

describe('counts', () => {
  it('adds up runners and ends with the counting line', () => {
    const counts = newCounts()
    addReport(counts, 'one', { passed: 3, failed: [], skipped: [{ name: 'a', why: 'privileges: no root' }] }, 0)
    addReport(counts, 'two', { passed: 2, failed: ['b'], skipped: [] }, 1)
    const text = summary(counts)
    expect(text.split('\n').at(-1)).toBe('5 passed, 1 failed, 1 skipped')
    expect(text).toContain('one: a (privileges: no root)')
    expect(text).toContain('two: b')
  })
  it('never takes a runner without a report, or one that ended badly, for a success', () => {
    const counts = newCounts()
    addReport(counts, 'one', null, 1)
    addReport(counts, 'two', { passed: 9, failed: [], skipped: [] }, 1)
    expect(summary(counts).split('\n').at(-1)).toBe('9 passed, 2 failed, 0 skipped')
  })
  it('excuses only what no setting of the machine can mend', () => {
    const skipped = [
      { name: 'a', why: 'privileges: no root' },
      { name: 'b', why: 'no Chromium' },
      { name: 'c', why: 'hardware: no GPU' },
    ]
    expect(inexcusable(skipped)).toEqual([skipped[1]])
  })
})

describe('readPlaywrightReport', () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status, annotations: [] }] })
  const json = {
    suites: [
      {
        title: 'path.spec.ts',
        specs: [spec('a', 'expected')],
        suites: [{ title: 'in', specs: [spec('b', 'flaky'), spec('c', 'skipped')] }],
      },
    ],
  }
  it('counts a flaky test as failed and names every skip', () => {
    expect(readPlaywrightReport(json, undefined)).toEqual({
      passed: 1,
      failed: ['path.spec.ts > in > b'],
      skipped: [{ name: 'path.spec.ts > in > c', why: 'no reason given' }],
    })
  })
  it('names all as skipped when there is no browser', () => {
    expect(readPlaywrightReport(json, 'no Chromium').skipped.map(({ name }) => name)).toEqual([
      'path.spec.ts > a',
      'path.spec.ts > in > b',
      'path.spec.ts > in > c',
    ])
  })
})
