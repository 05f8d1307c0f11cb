import { choicesOf } from '@/lib/mesh/choices'
import { ClusterSource } from '@/server/source/cluster/cluster-source'
import { overviewAt } from '@/server/walk/overview'

/** A process of its own, as the server is one: reads a cluster with one viewer and prints what that takes, one JSON object. */
const [file = '', seconds = '20'] = process.argv.slice(2)
const began = performance.now()
const source = new ClusterSource({
  name: 'scale',
  credentials: { kind: 'file', file, context: null },
  agentAccount: { namespace: 'hopscope', name: 'hopscope', tokenFile: null },
})
source.start()
source.viewers.come(5000)
await new Promise<void>((listed) => {
  const leave = source.onChange(() => {
    if (!source.listed) return
    leave()
    listed()
  })
})
const listedMs = performance.now() - began
const { recording } = source
const choices = choicesOf(recording.snapshotAt(0), recording.scenario)
const overview = await overviewAt(recording, 0)
const firstPictureMs = performance.now() - began
const spent = process.cpuUsage()
await source.refresh()
const cpu = process.cpuUsage()
const steady = performance.now()
let peak = 0
const timer = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss)
}, 200)
await new Promise((done) => setTimeout(done, Number(seconds) * 1000))
clearInterval(timer)
const used = process.cpuUsage(cpu)
console.log(
  JSON.stringify({
    pods: choices.pods.length,
    services: choices.services.length,
    nodes: choices.nodes.length,
    rows: overview.rows.length,
    listedMs: Math.round(listedMs),
    firstPictureMs: Math.round(firstPictureMs),
    // Of the machine's time: on a busy one it is what the product itself takes.
    firstPictureCpuMs: Math.round((spent.user + spent.system) / 1000),
    rssMiB: Math.round(peak / 2 ** 20),
    cpuShare: (used.user + used.system) / 1000 / (performance.now() - steady),
  }),
)
process.exit(0)
