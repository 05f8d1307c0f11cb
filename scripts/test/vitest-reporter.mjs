import { writeFileSync } from 'node:fs'

/** A vitest reporter that leaves what scripts/test.mjs counts, with the note of each skipped test (the JSON reporter drops it). */
export default class CountReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const report = { passed: 0, failed: unhandledErrors.map((error) => `unhandled: ${error.message}`), skipped: [] }
    for (const module of modules) {
      const before = report.failed.length
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`
        const result = test.result()
        if (result.state === 'passed') report.passed += 1
        else if (result.state === 'failed') report.failed.push(name)
        else report.skipped.push({ name, why: result.note ?? 'no reason given' })
      }
      // A file that did not load has no tests, or a hook outside of them failed.
      if (!module.ok() && report.failed.length === before) report.failed.push(`${module.relativeModuleId} (the file)`)
    }
    writeFileSync(process.env.HOPSCOPE_VITEST_REPORT, JSON.stringify(report))
  }
}
