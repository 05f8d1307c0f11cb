import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What is really held, in MB: after everything else was collected. */
export function heldMb(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed / 1e6
}
