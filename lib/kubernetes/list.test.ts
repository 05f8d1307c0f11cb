import { describe, expect, it } from 'vitest'
import { unsaid } from '@/lib/api/testing/unsaid'
import { parseList } from '@/lib/kubernetes/list'
import { defaultContainer, podSchema, runningContainers, specUid } from '@/lib/kubernetes/pods'

const observed = (text: string) => ({ path: 'k8s/pods.json', entry: 'k8s/pods.json', at: 7, text })
const pod = { metadata: { name: 'a', namespace: 'n' }, spec: { containers: [{ name: 'app' }] } }

describe('parseList', () => {
  it('keeps the place of each object', () => {
    const { items } = parseList(observed(JSON.stringify({ items: [pod] })), podSchema)
    expect(items[0]?.evidence).toEqual({ entry: 'k8s/pods.json', pointer: '/items/0', at: 7 })
  })
  it('leaves out what does not fit and says so', () => {
    const { items, problems } = parseList(observed(JSON.stringify({ items: [{ metadata: {} }, pod] })), podSchema)
    expect(items.map((item) => item.metadata.name)).toEqual(['a'])
    expect(problems[0]?.message).toContain('/items/0')
    expect(unsaid(problems[0]?.message ?? '')).toBeNull()
  })
  it.each(['{', '[]', '{"items": 3}'])('says what is wrong with %s', (text) => {
    expect(parseList(observed(text), podSchema).problems.map(({ message }) => unsaid(message))).toEqual([null])
  })
  it('is empty for what was never observed', () => {
    expect(parseList(null, podSchema)).toEqual({ items: [], problems: [] })
  })
})

describe('containers of a pod', () => {
  const parsed = podSchema.parse({
    ...pod,
    spec: {
      securityContext: { runAsUser: 5 },
      containers: [{ name: 'istio-proxy', securityContext: { runAsUser: 1337 } }, { name: 'app' }],
      initContainers: [{ name: 'setup' }, { name: 'native', restartPolicy: 'Always' }],
    },
  })
  it('has native sidecars among those that run, not the ones that end', () => {
    expect(runningContainers(parsed).map(({ name }) => name)).toEqual(['istio-proxy', 'app', 'native'])
  })
  it('asks from the first that is not the proxy, as its own user or the pod’s', () => {
    const app = defaultContainer(parsed)
    expect(app?.name).toBe('app')
    expect(specUid(parsed, app)).toBe(5)
    expect(specUid(parsed, parsed.spec.containers[0])).toBe(1337)
  })
})
