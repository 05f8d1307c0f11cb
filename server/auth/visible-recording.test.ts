import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import type { Recording } from '@/lib/recording/recording'
import type { Rights } from '@/server/auth/rights'
import { visibleRecording } from '@/server/auth/visible-recording'
import { proxiesAt } from '@/server/proxies/list'

function recording(name: string): Recording {
  const opened = openRecording(new Uint8Array(readFileSync(resolve(`recordings/${name}.zip`))), name)
  if (!opened.ok) throw new Error(opened.problem.message)
  return opened.value
}

/** Somebody who may list pods and Services of one namespace, and look into its pods or not. */
function inNamespace(namespace: string, tunnels: boolean): Rights {
  const own = new Set([namespace])
  return {
    everything: false,
    clusterWide: new Set(),
    byNamespace: new Map([
      ['pods', own],
      ['services', own],
    ]),
    tunnels: tunnels ? own : new Set(),
    key: `${namespace} ${tunnels}`,
  }
}

/** Everything that a view lets through, as one text. */
function allText(view: Recording): string {
  const snapshot = view.snapshotAt(0)
  return [
    ...snapshot.paths().map((path) => `${path}\n${snapshot.read(path)?.text ?? ''}`),
    JSON.stringify(view.scenario),
    JSON.stringify(view.problems),
  ].join('\n')
}

describe('what one namespace’s viewer sees of a cluster', () => {
  const full = recording('bookinfo')
  const names = (namespace: string) =>
    JSON.parse(full.snapshotAt(0).read('k8s/pods.json')?.text ?? '').items.flatMap(
      (pod: { metadata: { name: string; namespace: string } }) => (pod.metadata.namespace === namespace ? [pod.metadata.name] : []),
    )
  const namespaces = new Set<string>(
    JSON.parse(full.snapshotAt(0).read('k8s/pods.json')?.text ?? '').items.map(
      (pod: { metadata: { namespace: string } }) => pod.metadata.namespace,
    ),
  )
  const [own] = [...namespaces].filter((one) => !one.startsWith('istio') && !one.startsWith('kube'))
  if (own === undefined) throw new Error('no namespace of apps')

  it('is its own pods, and no name of anybody else’s', () => {
    const text = allText(visibleRecording(full, inNamespace(own, false)))
    for (const pod of names(own)) expect(text.includes(pod), pod).toBe(true)
    for (const other of [...namespaces].filter((one) => one !== own)) {
      // The istiod that serves one's own proxies is named as the folder of what it says; “client” is a word of its own.
      for (const pod of names(other).filter((name: string) => !name.startsWith('istiod') && name.includes('-')))
        expect(text.includes(pod), pod).toBe(false)
    }
    expect(text.includes('KUBE-SERVICES')).toBe(false)
  })

  it('has its own proxies’ states, and no others', () => {
    const { proxies } = proxiesAt(visibleRecording(full, inNamespace(own, false)), 0)
    expect(proxies.length).toBeGreaterThan(0)
    expect(new Set(proxies.map((proxy) => proxy.namespace))).toEqual(new Set([own]))
  })

  it('has kernels and Envoys only where tunnels may be opened', () => {
    const folders = (rights: Rights) =>
      new Set(
        visibleRecording(full, rights)
          .snapshotAt(0)
          .under('pods/')
          .map((path) => path.split('/')[1]?.split('.')[0]),
      )
    expect(folders(inNamespace(own, false)).size).toBe(0)
    expect([...folders(inNamespace(own, true))]).toEqual([own])
    expect(visibleRecording(full, inNamespace(own, true)).snapshotAt(0).under('nodes/')).toEqual([])
  })

  it('is everything for who may list everything', () => {
    const rights = { ...inNamespace(own, true), everything: true }
    expect(visibleRecording(full, rights)).toBe(full)
  })
})
