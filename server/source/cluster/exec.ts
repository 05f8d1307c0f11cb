import { ApiFailure } from '@/server/source/cluster/api-failure'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import { openPodSocket } from '@/server/source/cluster/pod-socket'

/** A program in a pod that takes longer than this is left alone. */
const RUN_MS = 20_000
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024
const [STDOUT, STDERR, STATUS] = [1, 2, 3]

/** Runs a fixed command in a container and gives what it prints. Throws ApiFailure when it can't be run or fails. */
export async function execIn(api: KubeApi, namespace: string, pod: string, container: string, command: readonly string[]): Promise<string> {
  const query = new URLSearchParams({ container, stdout: 'true', stderr: 'true', stdin: 'false', tty: 'false' })
  for (const word of command) query.append('command', word)
  const output: Buffer[] = []
  let errors = ''
  let length = 0
  const ended = Promise.withResolvers<void>()
  const socket = await openPodSocket(api, `/api/v1/namespaces/${namespace}/pods/${pod}/exec?${query}`, (channel, bytes) => {
    length += bytes.length
    if (length > MAX_OUTPUT_BYTES) ended.reject(new ApiFailure(0, `more than ${MAX_OUTPUT_BYTES} bytes of output`))
    else if (channel === STDOUT) output.push(bytes)
    else if (channel === STDERR) errors = (errors + bytes.toString('utf8')).slice(0, 2000)
    else if (channel === STATUS) {
      const failed = failureOf(bytes.toString('utf8'), errors)
      if (failed) ended.reject(failed)
      else ended.resolve()
    }
  })
  const timer = setTimeout(() => ended.reject(new ApiFailure(0, `${command[0]} did not end within ${RUN_MS / 1000} s`)), RUN_MS)
  socket.onclose = () => ended.resolve()
  socket.onerror = () => ended.reject(new ApiFailure(0, 'the connection to the pod broke'))
  try {
    await ended.promise
    return Buffer.concat(output).toString('utf8')
  } finally {
    clearTimeout(timer)
    socket.close()
  }
}

/** The Status object that ends an exec. */
function failureOf(text: string, errors: string): ApiFailure | null {
  try {
    const status: { status?: unknown; message?: unknown } = JSON.parse(text)
    if (status.status === 'Success') return null
    return new ApiFailure(0, errors.trim().split('\n')[0] || String(status.message ?? 'failed'))
  } catch {
    return new ApiFailure(0, 'the command ended without a status')
  }
}
