/** Loaded into the server by bench/server.mjs: tells how long its event loop was held up, and how much memory it has. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'

if (isMainThread && process.send) {
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  // The same in CPU time of this thread: on a machine that does other things, waiting for a core is no work of the server.
  const cpu = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  let [last, longest] = [cpu(), 0]
  setInterval(() => {
    const now = cpu()
    longest = Math.max(longest, now - last)
    last = now
  }, 1).unref()
  process.on('message', (what) => {
    if (what === 'reset') {
      delays.reset()
      longest = 0
    }
    process.send({ delay: delays.count === 0 ? 0 : delays.max / 1e6, work: longest, rss: process.memoryUsage.rss() })
  })
  process.channel?.unref()
}
