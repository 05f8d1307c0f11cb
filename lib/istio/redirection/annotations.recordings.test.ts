import { expect, test } from 'vitest'
import { settingsOfAnnotations } from '@/lib/istio/redirection/annotations'
import { injectionFacts, nameServersOf, podRedirection } from '@/lib/istio/redirection/pod'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { parseList } from '@/lib/kubernetes/list'
import { podSchema } from '@/lib/kubernetes/pods'
import { serviceSchema } from '@/lib/kubernetes/services'

test('the injector’s arguments are what the annotations and the mesh’s configuration say, for every recorded pod', () => {
  let pods = 0
  for (const name of recordingNames()) {
    const snapshot = recordingNamed(name).snapshotAt(0)
    const services = parseList(snapshot.read('k8s/services.json'), serviceSchema).items
    const clusterDns = services.filter(({ metadata }) => metadata.name === 'kube-dns').flatMap(({ spec }) => spec.clusterIPs ?? [])
    const path = snapshot.under('istiod').find((each) => each.endsWith('/mesh.json'))
    const mesh = path ? (snapshot.read(path)?.text ?? null) : null
    for (const pod of parseList(snapshot.read('k8s/pods.json'), podSchema).items) {
      const settings = podRedirection(pod, { mesh, clusterDns, version: null })
      const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
      const init = containers.find((container) => container.name === 'istio-init')
      const proxy = containers.find((container) => container.name === 'istio-proxy')
      if (!init || !proxy || !settings || typeof settings === 'string') continue
      const annotations = new Map(Object.entries(pod.metadata.annotations ?? {}))
      const facts = injectionFacts(proxy, init, annotations, mesh, settings.version, nameServersOf(pod, clusterDns), false)
      expect(settingsOfAnnotations(facts), `${name} ${pod.metadata.name}`).toEqual(settings)
      pods++
    }
  }
  console.log(`${pods} redirected pods`)
  expect(pods).toBeGreaterThan(0)
})
