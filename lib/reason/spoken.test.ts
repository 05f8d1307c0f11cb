import { expect, it } from 'vitest'
import { type SourceStatus, withWhyCodes } from '@/lib/api/source'
import type { Say } from '@/lib/reason/spoken'
import { spokenStatus, spokenWalk } from '@/lib/reason/spoken'

const said: Say = ({ code, values }) => `<${[code, ...Object.values(values)].join(' ')}>`

it('says facts and labels that are words, and leaves names as they are', () => {
  const verdict = { kind: 'unknown' as const, reason: 'raw' }
  const fact = { code: 'word.healthy', values: {} }
  const branch = { probability: null, label: 'no match', labelCode: { code: 'word.no-match', values: {} }, steps: [], verdict }
  const step = {
    kind: 'endpoint' as const,
    facts: { health: 'healthy', sni: 'a name' },
    factCodes: { health: fact },
    evidence: [],
    branches: [branch, { ...branch, label: 'KUBE-SEP-A', labelCode: undefined }],
  }
  const [spoken] = spokenWalk({ verdict, steps: [step] }, said).steps
  expect(spoken?.facts).toEqual({ health: '<word.healthy>', sni: 'a name' })
  expect(spoken?.branches?.map(({ label }) => label)).toEqual(['<word.no-match>', 'KUBE-SEP-A'])
})

it('says why a cluster is not read, and leaves what its API server says', () => {
  const status: SourceStatus = {
    name: 'c',
    state: 'failed',
    why: '403: pods is forbidden',
    now: 0,
    readAt: null,
    proxies: { done: 0, of: 0, refused: 'neither pods/portforward nor pods/exec is allowed' },
    namespaces: { done: 0, of: 0 },
    agents: { running: 0, of: 0 },
    troubles: [{ resource: 'pods', why: 'no answer within 10 s' }],
    outdated: [{ folder: 'nodes/n', readAt: 0, why: 'no node agent runs on n' }],
    tunnels: 0,
  }
  const spoken = spokenStatus(withWhyCodes(status), said)
  expect(spoken.why).toBe('403: pods is forbidden')
  expect(spoken.proxies.refused).toBe('<problem.no-tunnel-right>')
  expect(spoken.troubles[0]?.why).toBe('<problem.no-answer 10>')
  expect(spoken.outdated[0]?.why).toBe('<problem.no-agent-on n>')
})
