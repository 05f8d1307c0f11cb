import { socketOwner } from '@/lib/envoy/evaluate/choose-listener'
import { indexOf } from '@/lib/envoy/evaluate/state'
import { isProxyContainer, runningContainers } from '@/lib/kubernetes/pods'
import type { Mesh, Netns } from '@/lib/mesh/model'
import type { SocketEntry } from '@/lib/netfilter/sockets/sockets'

/**
 * Who holds a listening socket: the process that was seen with it. Where processes could not be seen (from another PID namespace)
 * what the pod says decides: `envoy` where its Envoy listens on that address, else the container that declares the port, or the only
 * one. null: it can't be told.
 */
export function ownerOfSocket(mesh: Mesh, netns: Netns, socket: SocketEntry): string | null {
  if (socket.process !== null) return socket.process
  const dump = mesh.proxyIn(netns.name)?.state()?.dump
  if (dump && socketOwner(indexOf(dump), { ip: socket.address, port: socket.port })) return 'envoy'
  if (!netns.pod) return null
  const containers = runningContainers(netns.pod)
  const declared = containers.find((one) => one.ports?.some((port) => port.containerPort === socket.port))
  if (declared && !isProxyContainer(declared)) return declared.name
  const [only, ...others] = containers
  // Beside Envoy the proxy's container has an agent that listens too.
  return only && others.length === 0 && (dump || !isProxyContainer(only)) ? only.name : null
}
