function* specsOf(suite, above = []) {
  const titles = suite.title ? [...above, suite.title] : above
  for (const spec of suite.specs ?? []) yield { spec, name: [...titles, spec.title].join(' > ') }
  for (const inner of suite.suites ?? []) yield* specsOf(inner, titles)
}

/** Playwright's JSON report as `{ passed, failed, skipped }`; a flaky test counts as failed. With `allSkipped` every test it lists is skipped for that reason. */
export function readPlaywrightReport(json, allSkipped) {
  const report = { passed: 0, failed: (json.errors ?? []).map((error) => String(error.message).split('\n')[0]), skipped: [] }
  for (const suite of json.suites ?? []) {
    for (const { spec, name } of specsOf(suite)) {
      for (const test of spec.tests) {
        const note = test.annotations?.find(({ type }) => type === 'skip' || type === 'fixme')?.description
        if (allSkipped) report.skipped.push({ name, why: allSkipped })
        else if (test.status === 'skipped') report.skipped.push({ name, why: note ?? 'no reason given' })
        else if (test.status === 'expected') report.passed += 1
        else report.failed.push(name)
      }
    }
  }
  return report
}
