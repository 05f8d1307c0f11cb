/** `npm run record -- --out FILE.zip [--redact] [--kubeconfig FILE] [--context NAME]`: reads a live cluster once and writes it as a recording that opens
 *  anywhere; with `--redact` other addresses and names of hosts stand in it, everywhere the same ones. */
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { run } from './setup/command.mjs'
import { install } from './setup/install.mjs'
import { readOptions } from './setup/options.mjs'
import { nodeBinary, root } from './setup/project.mjs'

try {
  const args = process.argv.slice(2)
  const at = args.indexOf('--out')
  const out = at < 0 ? undefined : args[at + 1]
  if (!out) throw new Error('Where to? npm run record -- --out FILE.zip')
  args.splice(at, 2)
  const redacts = args.indexOf('--redact')
  if (redacts >= 0) args.splice(redacts, 1)
  const options = readOptions(args)
  await install()
  if (process.execPath !== nodeBinary() && !process.env.HOPSCOPE_RECORDING) {
    // The Node that everything else runs on.
    const { code } = await run(nodeBinary(), [path.join(root, 'scripts/record.mjs'), ...process.argv.slice(2)], {
      env: { ...process.env, HOPSCOPE_RECORDING: '1', INIT_CWD: process.env.INIT_CWD ?? process.cwd() },
    })
    process.exit(code ?? 1)
  }
  const { bundle } = await import('./setup/bundle.mjs')
  const folder = path.join(root, 'node_modules/.cache/hopscope')
  await bundle('server/record/main.ts', folder, 'record.js')
  const { record } = await import(pathToFileURL(path.join(folder, 'record.js')).href)
  const file = path.resolve(process.env.INIT_CWD ?? process.cwd(), out)
  await record({
    out: file,
    redact: redacts >= 0,
    env: { HOPSCOPE_LOG: 'warn', ...process.env, ...options },
    say: (line) => console.log(line),
  })
  console.log(`${out} is written: open it on the page, or HOPSCOPE_RECORDINGS=FOLDER npm start`)
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
