/** `npm start [-- --kubeconfig FILE --context NAME]`: installs and builds when needed, then serves http://127.0.0.1:PORT until Ctrl-C. Runs on Node 20.9 with nothing installed. */
import { build } from './setup/build.mjs'
import { install } from './setup/install.mjs'
import { readOptions } from './setup/options.mjs'
import { isFree, readPort, serve } from './setup/serve.mjs'

try {
  const port = readPort(process.env.PORT)
  Object.assign(process.env, readOptions(process.argv.slice(2)))
  // Before the minutes of a first build, and once more by the server itself.
  if (!(await isFree(port))) throw new Error(`Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start`)
  await install()
  await build()
  process.exitCode = await serve(port)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
