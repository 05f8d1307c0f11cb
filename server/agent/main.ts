import { NamespaceReader } from '@/server/agent/namespace-reader'
import { NetnsFinder } from '@/server/agent/netns-finder'
import { AGENT_AUDIENCE, AGENT_PORT } from '@/server/agent/protocol'
import { agentServer } from '@/server/agent/server'
import { reviewToken, TokenCheck } from '@/server/agent/token-check'
import { KubeApi } from '@/server/source/cluster/kube-api'

/** `node agent.js`: the node agent, in its DaemonSet. HOPSCOPE_DASHBOARD names the ServiceAccount it answers to, as NAMESPACE/NAME. */
const [namespace, name] = (process.env.HOPSCOPE_DASHBOARD ?? '').split('/')
if (!namespace || !name) {
  console.error('HOPSCOPE_DASHBOARD has to be NAMESPACE/NAME of the dashboard’s ServiceAccount')
  process.exit(1)
}
const api = new KubeApi({ kind: 'service-account' })
const check = new TokenCheck((token) => reviewToken(api, token, AGENT_AUDIENCE), `system:serviceaccount:${namespace}:${name}`)
const reader = new NamespaceReader()
const server = agentServer({ check, finder: new NetnsFinder(), read: (netns) => reader.read(netns) })
// Loopback of the node: whoever is not let through by the API server's port-forward finds no door.
server.listen(AGENT_PORT, '127.0.0.1', () => console.log(`the node agent listens on 127.0.0.1:${AGENT_PORT}`))
process.on('SIGTERM', () => {
  server.close(() => process.exit(0))
  server.closeIdleConnections()
  setTimeout(() => process.exit(0), 3000).unref()
})
