import { expect, test } from 'vitest'
import { recordingNamed } from '@/lib/istio/testing/recordings'
import { clusterDomain } from '@/lib/kubernetes/cluster-domain'
import { isProxyContainer, runningContainers } from '@/lib/kubernetes/pods'
import { clusterIp } from '@/lib/kubernetes/services'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { rewritten } from '@/lib/recording/testing/other-snapshot'
import { resolveName } from '@/lib/walk/resolve-name'

test('names of Services are found below the domain that the proxies were told', () => {
  const recording = recordingNamed('nginx-nodeport')
  const facts = factsOfRecording(recording)
  const seen = buildMesh(recording.snapshotAt(0), facts)
  const domain = clusterDomain(seen.pods)
  const other = rewritten(recording.snapshotAt(0), (text, path) =>
    path === 'k8s/pods.json' ? text.replaceAll(`.svc.${domain}`, '.svc.corp.example') : text,
  )
  const moved = buildMesh(other, facts)
  const pod = seen.pods.find((each) => !each.spec.hostNetwork && runningContainers(each).some(isProxyContainer))
  const service = seen.services.find((each) => clusterIp(each) !== null)
  if (!pod || !service) throw new Error('no pod that asks, or nothing to ask for')
  const { name, namespace } = service.metadata
  const ask = (mesh: typeof seen, below: string) =>
    resolveName(mesh, mesh.netns(`${pod.metadata.namespace}.${pod.metadata.name}`), `${name}.${namespace}.svc.${below}`)
  const found = { kind: 'addresses', ips: [clusterIp(service)] }
  expect(ask(seen, domain)).toMatchObject(found)
  expect(ask(moved, 'corp.example')).toMatchObject(found)
  expect(ask(moved, domain)).toMatchObject({ kind: 'unknown' })
  // As short as in the pod itself.
  expect(resolveName(moved, moved.netns(`${pod.metadata.namespace}.${pod.metadata.name}`), `${name}.${namespace}`)).toMatchObject(found)
})
