import { expect, test } from 'vitest'
import { chainSchema } from '@/lib/api/netfilter-view'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { chainAt } from '@/server/netfilter/chain'
import { dumpsOf } from '@/server/netfilter/dumps'
import { meshAt } from '@/server/walk/mesh-cache'

/** The kube-proxy rules that a comment names a Service in: what is computed has to name the same one. */
const COMMENT =
  /--comment "(?:masquerade (?:LOCAL )?traffic for |pod traffic for |route LOCAL traffic for |other traffic to )?([a-z0-9.-]+\/[a-z0-9.-]+(?::[a-z0-9.-]+)?)[ "]/

test('every rule of the cluster’s own programs names what asks for it, and the Service that its comment names', () => {
  let named = 0
  let pods = 0
  for (const name of recordingNames().slice(0, 12)) {
    const recording = recordingNamed(name)
    for (const netns of meshAt(recording, 0).netnsNames) {
      const found = meshAt(recording, 0).netns(netns)
      if (!found || found.name !== netns || found.kind === 'client') continue
      for (const dump of dumpsOf(recording, netns, 0)) {
        for (const [table, { chains }] of dump.tables) {
          for (const chain of chains.keys()) {
            if (!/^(KUBE|ISTIO)[-_]/.test(chain)) continue
            const answer = chainSchema.parse(chainAt(recording, { netns, at: 0, entry: dump.path, table, chain }))
            for (const { rule, source } of answer.rules) {
              expect(source, `${name} ${netns} ${rule}`).toBeDefined()
              const service = COMMENT.exec(rule)?.[1]
              if (service) expect(source?.service, rule).toBe(service)
              if (service) named++
              if (source?.pod) pods++
            }
          }
        }
      }
    }
  }
  console.log(`${named} rules name their Service, ${pods} a pod`)
  expect(Math.min(named, pods)).toBeGreaterThan(0)
}, 60_000)
