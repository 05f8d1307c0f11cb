import { expect, it } from 'vitest'
import { EVENTS } from '@/lib/kubernetes/events'
import { ApiFailure } from '@/server/source/cluster/api-failure'
import { EventsCollector } from '@/server/source/cluster/events-collector'
import { LiveHistory } from '@/server/source/cluster/history'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import type { LivePod } from '@/server/source/cluster/pods'

const event = (kind: string, name: string) => ({
  metadata: { name: `${name}.1`, namespace: 'shop', uid: `uid-${name}`, managedFields: ['much'] },
  involvedObject: { kind, namespace: 'shop', name },
  type: 'Warning',
  reason: 'BackOff',
})

function collector(answer: (path: string) => unknown) {
  const asked: string[] = []
  const json = async (path: string) => {
    asked.push(path)
    return answer(path)
  }
  const clock = { now: 1000 }
  const history = new LiveHistory()
  const events = new EventsCollector(
    { json } as unknown as KubeApi,
    history,
    () => clock.now,
    () => {},
  )
  const pods = ['shop', 'bank', 'quiet'].map((namespace) => ({ netns: `${namespace}.app`, namespace, name: 'app' }) as LivePod)
  return { asked, clock, history, events, pods }
}

it('reads the events of what is looked at, not more often than it has to, and nothing while nobody looks', async () => {
  const { asked, clock, history, events, pods } = collector((path) => ({
    items: path.includes('shop') && path.includes('Pod') ? [event('Pod', 'app')] : path.includes('Node') ? [event('Node', 'worker')] : [],
  }))
  await events.round(pods, new Set())
  expect(asked).toEqual([])
  await events.round(pods, new Set(['shop.app', 'worker']))
  expect(asked.map((path) => path.split('?')[0])).toEqual(
    ['shop', 'default', 'shop'].map((namespace) => `/api/v1/namespaces/${namespace}/events`),
  )
  const { items } = JSON.parse(history.newest(EVENTS)?.text ?? '') as { items: { involvedObject: { name: string } }[] }
  expect(items.map(({ involvedObject }) => involvedObject.name)).toEqual(['app', 'worker'])
  expect(history.newest(EVENTS)?.text).not.toContain('managedFields')
  // No picture changes for an event.
  expect(history.shapeAt).toBe(0)
  clock.now += 5000
  await events.round(pods, new Set(['shop.app']))
  expect(asked).toHaveLength(3)
  await events.round(pods, new Set(['shop.app', 'bank.app']))
  expect(asked).toHaveLength(7)
  clock.now += 10_000
  await events.round(pods, new Set(['shop.app']))
  expect(asked).toHaveLength(9)
})

it('says why they can’t be read, and keeps those that were', async () => {
  let forbidden = false
  const { clock, history, events, pods } = collector((path) => {
    if (forbidden) throw new ApiFailure(403, 'events is forbidden')
    return { items: path.includes('Pod') ? [event('Pod', 'app')] : [] }
  })
  await events.round(pods, new Set(['shop.app']))
  forbidden = true
  clock.now += 60_000
  await events.round(pods, new Set(['shop.app']))
  expect(events.missing()).toEqual([{ path: EVENTS, why: 'events is forbidden' }])
  expect(history.newest(EVENTS)?.text).toContain('BackOff')
})
