import { proxiesAt } from '@/server/proxies/list'
import { ClusterSource } from '@/server/source/cluster/cluster-source'

/** Sources of the laboratory's cluster in the test's own process. */
export class Sources {
  private readonly made: ClusterSource[] = []

  /** Starts one with the rights of a kubeconfig. */
  open(kubeconfig: string): ClusterSource {
    const source = new ClusterSource({
      name: 'laboratory',
      credentials: { kind: 'file', file: kubeconfig, context: null },
      agentAccount: { namespace: 'hopscope', name: 'hopscope', tokenFile: null },
    })
    this.made.push(source)
    source.start()
    return source
  }

  closeAll(): void {
    for (const source of this.made) source.close()
  }
}

/** What a person would see of a proxy (POD.NAMESPACE). */
export const proxyOf = (source: ClusterSource, id: string) => proxiesAt(source.recording, 0).proxies.find((proxy) => proxy.id === id)

/** The names of a resource's objects that a person would see. */
export function namesOf(source: ClusterSource, resource: string): string[] {
  const text = source.recording.snapshotAt(0).read(`k8s/${resource}.json`)?.text
  return text === undefined ? [] : JSON.parse(text).items.map((item: { metadata: { name: string } }) => item.metadata.name)
}
