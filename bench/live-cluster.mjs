import { run } from '../scripts/setup/command.mjs'
import { nodeBinary, toolFile } from '../scripts/setup/project.mjs'
import { isClusterWanted, withCluster } from '../scripts/test/cluster.mjs'

/** The server beside a real API server with many objects: the test that holds it to its goals prints them. It boots a cluster, so only when asked. */
export async function liveCluster() {
  const measured = ['run', '--config', 'e2e-cluster/vitest.config.ts', '--reporter=dot', 'scale']
  const why = isClusterWanted(process.env)
    ? await withCluster((env) => run(nodeBinary(), [toolFile('vitest'), ...measured], { env }))
    : 'HOPSCOPE_CLUSTER=boot npm run bench boots one'
  if (why !== null) console.log(`a live cluster of many objects: not measured (${why})`)
}
