import { run } from '../setup/command.mjs'
import { nodeBinary, root, toolFile } from '../setup/project.mjs'
import { wrongImports } from './directions.mjs'
import { projectFiles } from './files.mjs'
import { machineTraces } from './traces.mjs'

async function types() {
  // Next's declarations (styles, images, the routes that there are) are written, not kept: a fresh clone has none, an old build's are stale.
  await run(nodeBinary(), [toolFile('next'), 'typegen'], { quiet: true })
  const { code, output } = await run(nodeBinary(), [toolFile('tsc'), '--noEmit', '-p', root], { quiet: true })
  return code === 0 ? [] : [output.trim()]
}

async function style() {
  const { code, output } = await run(nodeBinary(), [toolFile('biome'), 'check', '--error-on-warnings', '.'], { quiet: true })
  return code === 0 ? [] : [output.trim()]
}

const overFiles = (look) => async () => [...projectFiles()].flatMap(({ file, text }) => look(file, text))

const CHECKS = [
  { name: 'types (tsc)', find: types },
  { name: 'lint and format (biome)', find: style },
  { name: 'import directions', find: overFiles(wrongImports) },
  { name: 'no machine paths, no registry hosts', find: overFiles(machineTraces) },
]

/** Runs every check and prints what it finds. Returns `[{ name, ok }]`. */
export async function runChecks() {
  const results = []
  for (const { name, find } of CHECKS) {
    const problems = await find()
    console.log(`${problems.length === 0 ? '✓' : '✗'} ${name}`)
    for (const problem of problems) console.log(problem)
    results.push({ name, ok: problems.length === 0 })
  }
  return results
}
