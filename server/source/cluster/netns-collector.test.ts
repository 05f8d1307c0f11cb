import { expect, it } from 'vitest'
import type { AgentClient, NetnsAnswer } from '@/server/source/cluster/agent-client'
import { LiveHistory } from '@/server/source/cluster/history'
import { Limiter } from '@/server/source/cluster/limiter'
import { NetnsCollector, type Place } from '@/server/source/cluster/netns-collector'
import type { LivePod } from '@/server/source/cluster/pods'

const agentPod: LivePod = {
  namespace: 'hopscope',
  name: 'agent',
  netns: 'hopscope.agent',
  uid: '1',
  node: 'node-a',
  ip: '10.0.0.1',
  hostNetwork: true,
  running: true,
  proxy: null,
  istiod: null,
  isAgent: true,
  hasInit: false,
  userless: [],
}
const place = (uid: string): Place => ({ netns: 'a.b', folder: 'pods/a.b', node: 'node-a', ip: '10.0.0.2', uid })

/** A collector over an agent that answers what is put into `answer`. */
function collector() {
  let at = 0
  const asked: (string | null)[] = []
  const byExec: string[] = []
  const agent = { answer: null as NetnsAnswer | Error | null }
  const client = {
    read: async (_: LivePod, _ip: string | null, etag: string | null) => {
      asked.push(etag)
      if (agent.answer instanceof Error) throw agent.answer
      return agent.answer
    },
  } as unknown as AgentClient
  const history = new LiveHistory()
  const made = new NetnsCollector(
    client,
    history,
    () => at,
    new Limiter(2),
    () => {},
    async (pod) => {
      byExec.push(pod.netns)
      return files({ 'ss.txt': 'by exec' })
    },
  )
  const round = (places: Place[], pods = [agentPod], looked = ['a.b']) => {
    at += 5000
    return made.round(places, pods, new Set(looked))
  }
  return { made, history, asked, agent, round, byExec }
}

const files = (more: Record<string, string> = {}): NetnsAnswer => ({ files: { 'ss.txt': 'x', ...more }, missing: {}, etag: '"1"' })

it('forgets native tables that are no longer there, and keeps what could not be read this time', async () => {
  const { history, agent, round } = collector()
  agent.answer = files({ 'nft.txt': 'table inet x {\n}', 'iptables-save.txt': '*nat\nCOMMIT\n' })
  await round([place('1')])
  expect(history.newest('pods/a.b/nft.txt')).not.toBeNull()
  agent.answer = { files: { 'ss.txt': 'x' }, missing: { 'iptables-save.txt': 'did not end' }, etag: '"2"' }
  await round([place('1')])
  expect(history.newest('pods/a.b/nft.txt')).toBeNull()
  expect(history.newest('pods/a.b/iptables-save.txt')).not.toBeNull()
})

it('asks by the last answer’s tag, and anew for a pod that was made again under its name', async () => {
  const { history, asked, agent, round, made } = collector()
  agent.answer = files()
  await round([place('1')])
  agent.answer = null
  await round([place('1')])
  expect(asked).toEqual([null, '"1"'])
  expect(made.readAt('pods/a.b')).toBe(10_000)
  agent.answer = files({ 'ss.txt': 'new' })
  await round([place('2')])
  expect(asked.at(-1)).toBeNull()
  expect(history.newest('pods/a.b/ss.txt')?.text).toBe('new')
  await round([])
  expect(history.paths()).toEqual([])
})

it('says why a namespace is not read, and leaves what was', async () => {
  const { history, agent, round, made } = collector()
  agent.answer = files()
  await round([place('1')])
  agent.answer = new Error('the agent is gone')
  await round([place('1')])
  expect(made.missing()).toEqual([{ path: 'pods/a.b/iptables-save.txt', why: 'the agent is gone' }])
  expect(history.newest('pods/a.b/ss.txt')).not.toBeNull()
  await round([place('1')], [])
  expect(made.missing()[0]?.why).toBe('no node agent is installed')
})

it('reads what nobody looks at only now and then', async () => {
  const { asked, agent, round } = collector()
  agent.answer = files()
  for (let n = 0; n < 13; n++) await round([place('1')], [agentPod], [])
  expect(asked).toHaveLength(1)
  await round([place('1')], [agentPod], [])
  expect(asked).toHaveLength(2)
})

it('reads a pod with a proxy through the proxy’s container where there is no agent', async () => {
  const { history, byExec, round } = collector()
  const pod: LivePod = {
    ...agentPod,
    netns: 'a.b',
    isAgent: false,
    proxy: { namespace: 'a', name: 'b', container: 'istio-proxy', gateway: false },
  }
  await round([place('1')], [pod])
  await round([place('1')], [pod])
  expect(byExec).toEqual(['a.b'])
  expect(history.newest('pods/a.b/ss.txt')?.text).toBe('by exec')
})

it('says how old a namespace is whose agent is gone, and no more once it is back; what it showed stands', async () => {
  const { history, agent, round, made } = collector()
  await round([place('1')], [])
  expect(made.outdated()).toEqual([])
  agent.answer = files()
  await round([place('1')])
  expect(made.outdated()).toEqual([])
  await round([place('1')], [{ ...agentPod, name: 'other', node: 'node-b' }])
  expect(made.outdated()).toEqual([{ folder: 'pods/a.b', readAt: 10_000, why: 'no node agent runs on node-a' }])
  expect(history.newest('pods/a.b/ss.txt')?.text).toBe('x')
  for (let n = 0; n < 3; n++) await round([place('1')])
  expect(made.outdated()).toEqual([])
})

it('reads for a question that waits, once, and says whether that gave anything', async () => {
  const { made, history, asked, agent } = collector()
  agent.answer = files()
  expect(await made.readFirst([place('1')], [agentPod], 1000)).toBe(true)
  expect(history.paths()).toContain('pods/a.b/ss.txt')
  expect(await made.readFirst([place('1')], [agentPod], 1000)).toBe(false)
  expect(asked).toHaveLength(1)
  const alone = collector()
  expect(await alone.made.readFirst([place('1')], [], 1000)).toBe(false)
  expect(alone.made.missing()).toEqual([{ path: 'pods/a.b/iptables-save.txt', why: 'no node agent is installed' }])
})
