import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { parseProcesses } from '@/lib/netfilter/sockets/processes'
import { openRecording } from '@/lib/recording/open'
import { requestAnswer } from '@/server/walk/request'

const PROXY_UID = 1337

/**
 * As a live cluster is seen, where the agent has no hostPID: sockets without the processes that hold them, no processes in pods, but the
 * user that a program run in a container has.
 */
function withoutProcesses(bytes: Uint8Array) {
  const entries = unzipSync(bytes)
  const pods: { metadata: { name: string; namespace: string }; spec: { containers: { name: string }[] } }[] = JSON.parse(
    strFromU8(entries['k8s/pods.json'] ?? new Uint8Array()),
  ).items
  for (const [name, content] of Object.entries(entries)) {
    if (name.endsWith('/ss.txt')) entries[name] = strToU8(strFromU8(content).replaceAll(/users:\(\(.*$/gm, ''))
    const folder = /^(pods\/([^/]+))\/ps\.txt$/.exec(name)
    if (!folder) continue
    delete entries[name]
    const [, ...processes] = parseProcesses(strFromU8(content)).sort((a, b) => a.pid - b.pid)
    const app = processes.find(({ uid }) => uid !== PROXY_UID)
    const pod = pods.find(({ metadata }) => `${metadata.namespace}.${metadata.name}` === folder[2])
    if (!app || !pod) continue
    const users = pod.spec.containers.filter((one) => one.name !== 'istio-proxy').map((one) => [one.name, { uid: app.uid, gid: app.gid }])
    entries[`${folder[1]}/users.json`] = strToU8(JSON.stringify(Object.fromEntries(users)))
  }
  return zipSync(entries, { level: 0 })
}

it.each(['nginx-nodeport', 'bookinfo', 'istio-1.28-nginx'])(
  '%s: where processes were not seen, pods and Envoys say who listens',
  (name) => {
    const bytes = new Uint8Array(readFileSync(resolve(`recordings/${name}.zip`)))
    const [seen, unseen] = [openRecording(bytes, name), openRecording(withoutProcesses(bytes), name)]
    if (!seen.ok || !unseen.ok) throw new Error('no recording')
    const changed: string[] = []
    let compared = 0
    for (const request of seen.value.requests) {
      const other = unseen.value.request(request.key)
      if (!other) throw new Error(request.key)
      const [a, b] = [requestAnswer(seen.value, request, request.sent.at), requestAnswer(unseen.value, other, other.sent.at)]
      compared++
      if (a.walk.verdict.kind !== b.walk.verdict.kind || a.agrees !== b.agrees)
        changed.push(`${request.key}: ${a.walk.verdict.kind} ${a.agrees}, now ${b.walk.verdict.kind} ${b.agrees}: ${b.walk.verdict.reason}`)
    }
    expect(compared).toBeGreaterThan(5)
    expect(changed).toEqual([])
  },
)
