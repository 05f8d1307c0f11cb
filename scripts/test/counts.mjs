/** What all runners counted together. `skipped` and `failures` keep names, so that nothing is skipped silently. */
export function newCounts() {
  return { passed: 0, failures: [], skipped: [] }
}

/** A skip that no machine setting can mend: the reason starts with one of these words. */
const EXCUSED = /^(privileges|hardware):/

/** Skips that continuous integration does not take: everything but missing privileges or hardware. */
export function inexcusable(skipped) {
  return skipped.filter(({ why }) => !EXCUSED.test(why))
}

/** Adds what a runner's report (`{ passed, failed: [name], skipped: [{ name, why }] }`) says; a runner that ended badly without naming a failure is one. */
export function addReport(counts, runner, report, exitCode) {
  if (!report) {
    counts.failures.push(`${runner}: ended with code ${exitCode} and left no report`)
    return
  }
  counts.passed += report.passed
  counts.failures.push(...report.failed.map((name) => `${runner}: ${name}`))
  counts.skipped.push(...report.skipped.map((skip) => ({ ...skip, name: `${runner}: ${skip.name}` })))
  if (exitCode !== 0 && report.failed.length === 0) counts.failures.push(`${runner}: ended with code ${exitCode} though no test failed`)
}

/** The closing lines: failures and skips by name, then `N passed, N failed, N skipped` alone. */
export function summary({ passed, failures, skipped }) {
  const lines = []
  if (failures.length > 0) lines.push('', `Failed (${failures.length}):`, ...failures.map((name) => `  ${name}`))
  if (skipped.length > 0) lines.push('', `Skipped (${skipped.length}):`, ...skipped.map(({ name, why }) => `  ${name} (${why})`))
  lines.push('', `${passed} passed, ${failures.length} failed, ${skipped.length} skipped`)
  return lines.join('\n')
}
